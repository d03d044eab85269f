import type { ParkedDecision } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { WrongStatus } from '../campaign/refusals.ts';
import type { Deps } from '../deps.ts';
import { InputInvalid, NotFound, type Refusal } from '../lib/refusal.ts';
import { decideParkedRender } from './decide-parked-render.ts';
import { PARKED_DECIDED_MAX } from './parked.rules.ts';
import { NotParked } from './refusals.ts';

/** With a render's id behind it, a key still fits its column. */
const KEY_CHARS_MAX = 200;

export interface DecideParkedRendersInput {
  renderIds: readonly string[];
  decision: ParkedDecision;
  note: string;
  idempotencyKey: string;
}

export interface ParkedRendersDecided {
  decidedIds: string[];
  /** Renders that went another way in the meantime, or whose campaign takes no new attempt: nothing happened to them. */
  refused: { renderId: string; refusal: Refusal }[];
}

/**
 * Ends the doubt about many parked renders in the same way and with the same note, each as `decideParkedRender` does and in a transaction of its
 * own: one that can not be decided any more does not stop the others. Sent again with its key it goes on where it was interrupted. Adopting names
 * one video, so it is refused here. Throws NotAllowed, InputInvalid, IdempotencyKeyReused.
 */
export async function decideParkedRenders(deps: Deps, actor: Actor, input: DecideParkedRendersInput): Promise<ParkedRendersDecided> {
  allow(actor, 'render.decide');
  const renderIds = [...new Set(input.renderIds)];
  check(renderIds, input);
  const { decision, note, idempotencyKey } = input;
  const answer: ParkedRendersDecided = { decidedIds: [], refused: [] };
  for (const renderId of renderIds) {
    try {
      await decideParkedRender(deps, actor, { renderId, decision, note, idempotencyKey: `${idempotencyKey}:${renderId}` });
      answer.decidedIds.push(renderId);
    } catch (error) {
      if (!isOfOneRender(error)) throw error;
      answer.refused.push({ renderId, refusal: error });
    }
  }
  return answer;
}

function check(renderIds: readonly string[], { decision, idempotencyKey }: DecideParkedRendersInput): void {
  if (decision === 'adopt') throw new InputInvalid('decision', 'A video is adopted for one render at a time: decide that one by itself.');
  if (renderIds.length === 0 || renderIds.length > PARKED_DECIDED_MAX) {
    throw new InputInvalid('renderIds', `Name 1 to ${PARKED_DECIDED_MAX} renders; decide more in several requests.`);
  }
  if (idempotencyKey.trim() === '' || idempotencyKey.length > KEY_CHARS_MAX) {
    throw new InputInvalid('idempotencyKey', `An idempotency key has 1 to ${KEY_CHARS_MAX} characters here, such as a fresh UUID.`);
  }
}

const isOfOneRender = (error: unknown): error is Refusal =>
  error instanceof NotFound || error instanceof NotParked || error instanceof WrongStatus;
