import { moveVariants } from '../campaign/move-variants.ts';
import { violates } from '../db/unique-violation.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import type { Provider } from '../providers/provider.ts';
import { variantId } from '@dailies/schema';
import { commitAnswer } from './commit-answer.ts';
import { MINUTE_MS, type SendCaps } from './endpoint-limits.rules.ts';
import { firstCheckMs } from './reading-pace.rules.ts';
import { restsEndpoint, stepAfterSend } from './render.rules.ts';
import { deferIntended, type Fence, fenceRender, type FenceHoldback, type SendRow } from './render.store.ts';
import { readSendReference } from './send-reference.ts';

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
    await commitAnswer(deps, send, { to: 'intended', wait: 'render', note: `not sent: ${Math.round(elapsedMs)} ms after its fence` }, 0);
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
  await commitAnswer(deps, send, step, checkInMs);
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
    if (violates(error, 'renders_single_flight')) return 'busy';
    throw error;
  }
}
