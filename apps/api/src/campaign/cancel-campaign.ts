import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { closeReserve } from '../ledger/close-reserve.ts';
import { type AlreadyRunning, readAlreadyRunning } from './already-running.ts';
import { checkStep } from './campaign.rules.ts';
import { keyOf, lockCampaign, lockCampaignOfJob, patchCampaign } from './campaign.store.ts';
import { releaseUnsent } from './expand-campaign.ts';
import { cancelUnclaimed } from './variant-ranges.store.ts';

/** Variants ended by one transaction of the job. */
const CHUNK_ROWS = 20_000;

/**
 * Ends a campaign: nothing more is sent. What is with the provider goes on and is billed; the answer says how much that is. The rest is
 * ended, and its money released, by the job. Throws NotAllowed, NotFound, WrongStatus.
 */
export async function cancelCampaign(
  deps: Deps,
  actor: Actor,
  input: { campaignId: string },
): Promise<{ campaign: CampaignRow; alreadyRunning: AlreadyRunning }> {
  allow(actor, 'campaign.launch');
  const cancelled = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    const campaign = await patchCampaign(trx, row.num, { status: checkStep('cancel', row.status), paused_because: null });
    await closeReserve(trx, keyOf(row));
    const alreadyRunning = await readAlreadyRunning(trx, row.num);
    await recordEvents(trx, [
      {
        workspaceId: actor.workspaceId,
        campaignNum: row.num,
        kind: 'campaign.cancelled',
        subject: row.id,
        facts: { alreadyRunning },
        actorId: actor.userId,
      },
    ]);
    if (row.expanded_count < row.variant_count) await deps.queue.enqueue(trx, 'expandCampaign', { campaignId: row.id }, { key: row.id });
    if (row.variant_count > 0) await deps.queue.enqueue(trx, 'cancelRenders', { campaignId: row.id }, { key: row.id });
    return { campaign, alreadyRunning };
  });
  deps.events.ring();
  return cancelled;
}

/**
 * The job's part in this room: ends what a cancelled campaign planned or queued and no render has taken up, chunk by chunk, and releases its
 * money. Repeating it changes nothing.
 */
export async function cancelUnclaimedVariants(deps: Deps, campaignId: string, signal: AbortSignal): Promise<void> {
  for (let isMore = true; isMore && !signal.aborted;) {
    isMore = await deps.db.transaction().execute(async (trx) => {
      const campaign = await lockCampaignOfJob(trx, campaignId);
      if (campaign?.status !== 'cancelled') return false;
      const cancelled = await cancelUnclaimed(trx, keyOf(campaign), CHUNK_ROWS);
      if (cancelled.count === 0) return false;
      await releaseUnsent(trx, campaign, cancelled);
      const about = { workspaceId: campaign.workspace_id, campaignNum: campaign.num, subject: campaign.id };
      await recordEvents(trx, [
        { ...about, kind: 'variants.cancelled', facts: { count: cancelled.count, releasedMicros: cancelled.micros } },
      ]);
      return cancelled.count === CHUNK_ROWS;
    });
    deps.events.ring();
  }
}
