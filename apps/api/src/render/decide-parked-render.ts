import type { ParkedDecision } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { statusAfter } from '../campaign/campaign.rules.ts';
import { keyOf, lockCampaign } from '../campaign/campaign.store.ts';
import { wakeEndpoints } from '../campaign/expand-campaign.ts';
import { withIdempotency } from '../campaign/idempotency.ts';
import { WrongStatus } from '../campaign/refusals.ts';
import { LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import type { RenderRow } from '../db/tables/renders.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { reopenJudgement } from './orphan.store.ts';
import { checkAskedFor, takeFree } from './check-adoptable.ts';
import { NotParked } from './refusals.ts';
import { listRendersByIds } from './render-page.store.ts';
import { type RenderSettlement, settleRenders } from './settle-renders.ts';

export interface DecideParkedRenderInput {
  renderId: string;
  decision: ParkedDecision;
  /** For `adopt`: the provider's id of the video that is this render's. */
  operationId?: string | null | undefined;
  /** Why: kept with who decided. */
  note: string;
  idempotencyKey: string;
}

const NOTE_CHARS_MAX = 1_000;

/**
 * A person ends the doubt about a parked render. `recreate`: it is lost and a new attempt begins with its money. `write_off`: it is lost, its price
 * counts as spent, the variant fails. `adopt`: one of the provider's videos is its own, and it goes on running; one that nobody disputes has to be
 * made of the same request. Videos it disputed are judged by the next orphan sweep. Throws NotAllowed, NotFound, NotParked, WrongStatus,
 * InputInvalid, IdempotencyKeyReused.
 */
export async function decideParkedRender(deps: Deps, actor: Actor, input: DecideParkedRenderInput): Promise<void> {
  allow(actor, 'render.decide');
  const { renderId, decision, idempotencyKey: key } = input;
  const note = readNote(input.note);
  const operationId = decision === 'adopt' ? (input.operationId?.trim() ?? '') : null;
  const [render] = await listRendersByIds(deps.db, actor.workspaceId, [renderId]);
  if (!render) throw new NotFound('render');
  if (operationId !== null) await checkAskedFor(deps, render, operationId);

  await deps.db.transaction().execute((trx) =>
    withIdempotency(
      trx,
      { workspaceId: actor.workspaceId, mutation: 'decideParkedRender', key, input: [renderId, decision, operationId, note] },
      async () => {
        await reopenJudgement(trx, render, deps.timing.clockSkewMs);
        if (operationId !== null) await takeFree(trx, actor, render.endpoint_id, operationId);
        const campaign = await lockCampaign(trx, actor.workspaceId, render.campaign_id);
        if (decision === 'recreate' && statusAfter('retry', campaign.status) === null) {
          throw new WrongStatus(
            `This campaign is ${campaign.status}, so nothing new is rendered in it. Adopt a video or write the render off.`,
            campaign.status,
          );
        }
        const settlement = { ...settlementOf(render, decision, operationId), shard: LOCK_HOLDERS_SHARD };
        const moved = await settleRenders(trx, deps, keyOf(campaign), settlement);
        if (moved.length === 0) throw new NotParked();
        await recordEvents(trx, [
          {
            workspaceId: actor.workspaceId,
            campaignNum: campaign.num,
            kind: 'render.decided',
            subject: renderId,
            facts: { decision, note, operationId, disputedIds: render.disputed_ids ?? [] },
            actorId: actor.userId,
          },
        ]);
        if (decision === 'recreate') await wakeEndpoints(trx, deps, campaign.num);
        return { renderId };
      },
    ),
  );
  deps.log.info({ event: 'render.decided', renderId, decision, actorId: actor.userId });
  deps.events.ring();
}

function settlementOf(render: RenderRow, decision: ParkedDecision, operationId: string | null): RenderSettlement {
  const base = { renderId: render.id, disputedIds: render.disputed_ids ?? [] };
  switch (decision) {
    case 'adopt':
      return { from: 'parked', to: 'running', changes: [{ renderId: render.id, operationId: operationId! }] };
    case 'recreate': {
      const failure = { failureCode: 'submission_lost', failureNote: 'a person decided to render it again' };
      return { from: 'parked', to: 'lost', changes: [{ ...base, ...failure }], requeue: true };
    }
    case 'write_off': {
      const failure = { failureCode: 'submission_written_off', failureNote: 'a person counted it as spent' };
      return { from: 'parked', to: 'lost', changes: [{ ...base, ...failure, costMicros: render.hold_micros }], isWrittenOff: true };
    }
  }
}

function readNote(text: string): string {
  const note = text.trim();
  if (note !== '' && note.length <= NOTE_CHARS_MAX && !note.includes('\0') && note.isWellFormed()) return note;
  throw new InputInvalid('note', `Say in 1 to ${NOTE_CHARS_MAX} characters why you decide so: it is kept with your name.`);
}
