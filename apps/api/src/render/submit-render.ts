import { moveVariants } from '../campaign/move-variants.ts';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import type { Provider } from '../providers/provider.ts';
import { variantId } from '@dailies/schema';
import { MINUTE_MS, type SendCaps, troubleRestMs } from './endpoint-limits.rules.ts';
import {
  closeEndpointOf,
  cutEndpoint,
  easeEndpoint,
  type FencedSend,
  keepToken,
  restEndpoint,
  returnToken,
  throttleEndpoint,
} from './endpoint.store.ts';
import { getEndpointUse } from './endpoint-use.store.ts';
import { firstCheckMs } from './reading-pace.rules.ts';
import { backoffMs, restsEndpoint, type SendStep, stepAfterSend } from './render.rules.ts';
import { deferIntended, type Fence, fenceRender, type FenceHoldback, type SendRow } from './render.store.ts';
import { readSendReference } from './send-reference.ts';
import { settleRenders } from './settle-renders.ts';

const UNIQUE_VIOLATION = '23505';

/** What a submission did, for the dispatcher: `halt` means that the endpoint takes no more now. */
export type Submission = 'sent' | 'not_ours' | 'busy' | 'halt';

/**
 * Sends one intended render, at most once: fence, then one POST, then what it saw is committed under the fence's epoch. A process that
 * dies between these leaves the row submitting, which reconcile turns into a question to the provider's list.
 */
export async function submitRender(
  deps: Deps,
  provider: Provider,
  intended: SendRow,
  caps: SendCaps,
  signal: AbortSignal,
): Promise<Submission> {
  const reference = await readSendReference(deps, intended);
  if (reference === 'unsendable') return 'not_ours';
  const begunAt = { mono: deps.clock.monotonicMs(), wall: deps.clock.now().getTime() };
  const fence = await commitFence(deps, intended, caps);
  if (fence === 'busy') return 'busy';
  if ('heldBack' in fence) return stepAside(deps, intended, fence.heldBack);
  const send = { ...intended, epoch: fence.epoch };

  const elapsedMs = Math.max(deps.clock.monotonicMs() - begunAt.mono, deps.clock.now().getTime() - begunAt.wall) - fence.waitedMs;
  if (elapsedMs > deps.timing.sendBudgetMs || signal.aborted) {
    await commitStep(deps, send, { to: 'intended', wait: 'render', note: `not sent: ${Math.round(elapsedMs)} ms after its fence` }, 0);
    return 'not_ours';
  }
  const outcome = await provider.start({
    renderId: send.id,
    model: send.model,
    prompt: send.prompt,
    seconds: send.seconds,
    size: send.size,
    audio: send.audio,
    reference,
    sendWithinMs: deps.timing.sendBudgetMs - elapsedMs,
  });
  const step = stepAfterSend(outcome);
  const checkInMs = firstCheckMs(provider.capabilities, deps.timing);
  await commitStep(deps, send, step, checkInMs);
  return restsEndpoint(step) ? 'halt' : 'sent';
}

/** A render of a workspace that has all it may have in flight waits behind the others of its endpoint; what else holds a fence back holds back all. */
async function stepAside(deps: Deps, { id }: SendRow, heldBack: FenceHoldback): Promise<Submission> {
  if (heldBack === 'no_entitlement') await deferIntended(deps.db, id, deps.timing.notSentBackoffMs);
  return heldBack === 'not_ours' || heldBack === 'no_entitlement' ? 'not_ours' : 'halt';
}

/** Rule 3 in a transaction of its own, together with what people see. */
async function commitFence(deps: Deps, send: SendRow, caps: SendCaps): Promise<Fence | 'busy'> {
  const { sendBudgetMs, sendTimeoutMs } = deps.timing;
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const fence = await fenceRender(trx, send.id, caps, { tokenMs: sendBudgetMs + sendTimeoutMs + MINUTE_MS, sendBudgetMs });
      if ('heldBack' in fence) return fence;
      await moveVariants(trx, send.campaign, [{ index: send.index, to: 'rendering', renderId: send.id }]);
      await recordEvents(trx, [
        {
          workspaceId: send.campaign.workspaceId,
          campaignNum: send.campaign.num,
          kind: 'render.submitting',
          subject: send.id,
          facts: { variant: variantId(send.campaign.id, send.index), index: send.index, attempt: send.attempt },
        },
      ]);
      return fence;
    });
  } catch (error) {
    if (isConstraint(error, 'renders_single_flight')) return 'busy';
    throw error;
  }
}

async function commitStep(deps: Deps, send: FencedSend, step: SendStep, checkInMs: number): Promise<void> {
  deps.log.info({ event: `render.sent`, renderId: send.id, to: step.to, ...('note' in step ? { note: step.note } : {}) });
  try {
    await deps.db.transaction().execute(async (trx) => {
      await recordAnswer(trx, deps, send, step);
      const base = { renderId: send.id, epoch: send.epoch };
      switch (step.to) {
        case 'running':
          return settleRenders(trx, deps, send.campaign, {
            from: 'submitting',
            to: 'running',
            changes: [{ ...base, operationId: step.operationId, dueInMs: checkInMs }],
          });
        case 'failed':
          return settleRenders(trx, deps, send.campaign, {
            from: 'submitting',
            to: 'failed',
            changes: [{ ...base, failureCode: step.failure.code, failureNote: step.failure.note }],
          });
        case 'ambiguous':
          return settleRenders(trx, deps, send.campaign, {
            from: 'submitting',
            to: 'ambiguous',
            changes: [{ ...base, failureCode: 'submission_unclear', failureNote: step.note }],
          });
        case 'intended': {
          const dueInMs = step.wait === 'render' || step.wait === 'unreached' ? notSentRestMs(deps, send) : 0;
          return settleRenders(trx, deps, send.campaign, {
            from: 'submitting',
            to: 'intended',
            changes: [{ ...base, failureNote: step.note, dueInMs }],
          });
        }
      }
    });
  } catch (error) {
    if (step.to !== 'running' || !isConstraint(error, 'renders_operation')) throw error;
    await commitStep(deps, send, { to: 'ambiguous', note: 'the provider answered with a video that belongs to another render' }, checkInMs);
  }
}

/** What the answer says of the endpoint: its share, its rest, then its tokens. Before the render's own rows, in the order of locks. */
async function recordAnswer(trx: Trx, deps: Deps, send: FencedSend, step: SendStep): Promise<void> {
  if (step.to === 'intended' && step.wait === 'render') return returnToken(trx, send);
  if (step.to === 'intended' && step.wait === 'unreached') {
    await restEndpoint(trx, send, notSentRestMs(deps, send), step.note);
    return returnToken(trx, send);
  }
  if (step.to === 'running' || step.to === 'failed') await easeEndpoint(trx, send);
  else if (step.to === 'intended' && step.wait === 'person') await closeEndpointOf(trx, send, step.note);
  else await cutEndpoint(trx, send);
  if (step.to === 'intended' && step.wait === 'endpoint') await throttleEndpoint(trx, send, step.retryAfterMs, step.note);
  if (step.to === 'ambiguous' && step.trouble) await restTroubled(trx, deps, send, step.trouble.retryAfterMs, step.note);
  await keepToken(trx, send);
}

/** The server answered that it is failing: what was sent now would be in doubt too. It rests as long as it said, else the longer the more it failed. */
async function restTroubled(trx: Trx, deps: Deps, send: FencedSend, askedMs: number | null, note: string): Promise<void> {
  const restMs = askedMs ?? troubleRestMs(await getEndpointUse(trx, send.endpointId), deps.timing.notSentBackoffMs);
  await restEndpoint(trx, send, restMs, note);
}

function notSentRestMs(deps: Deps, send: FencedSend): number {
  return backoffMs(deps.timing.notSentBackoffMs, send.notSentCount);
}

function isConstraint(error: unknown, name: string): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION && 'constraint' in error && error.constraint === name;
}
