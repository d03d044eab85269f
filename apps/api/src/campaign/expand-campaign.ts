import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import { LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { closeReserve } from '../ledger/close-reserve.ts';
import { releaseUnsentChange } from '../ledger/ledger.rules.ts';
import { returnRenders } from '../policy/take-renders.ts';
import { keyOf, listEndpointIds, lockCampaignOfJob, patchCampaign } from './campaign.store.ts';
import { finishCampaignIfDone } from './finish-campaign.ts';
import { hasExclusions } from './plan.store.ts';
import { insertVariantRange, type MovedRange, queueRange } from './variant-ranges.store.ts';

/** Rows of one transaction of the job: some 200 ms of work, which is how long a person's pause or cancel may wait for it. */
const CHUNK_ROWS = 20_000;

/**
 * The job behind a large campaign: writes its variants and, once it is launched, admits them, one transaction a chunk, until nothing is left or the
 * worker drains. How far it came stands in the campaign's row, so that it resumes where it was stopped.
 */
export async function expandCampaignChunks(deps: Deps, campaignId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await expandCampaignChunk(deps, campaignId)));
  await refreshStatistics(deps);
  if (signal.aborted) await deps.queue.ring('expandCampaign', { campaignId }, { key: campaignId });
}

/**
 * A campaign of many rows is read at once, long before the database looks at its tables by itself: without statistics it joins them as if
 * they were small.
 */
export async function refreshStatistics(deps: Pick<Deps, 'db'>): Promise<void> {
  await sql`analyze variants, compiled_prompts, offers`.execute(deps.db);
}

/** One chunk. Answers whether there may be another. */
export async function expandCampaignChunk(deps: Deps, campaignId: string): Promise<boolean> {
  const isMore = await deps.db.transaction().execute(async (trx) => {
    const campaign = await lockCampaignOfJob(trx, campaignId);
    if (!campaign || campaign.plan_hash === null) return false;
    const isLive = campaign.status === 'running' || campaign.status === 'paused';
    const expanded = campaign.admitted_count < campaign.expanded_count && isLive ? campaign : await expandRows(trx, campaign, CHUNK_ROWS);
    const admitted = isLive ? await admitRows(trx, deps, expanded, CHUNK_ROWS) : expanded;
    const isUnfinished = admitted.expanded_count < admitted.variant_count || (isLive && admitted.admitted_count < admitted.variant_count);
    if (isLive && !isUnfinished) await finishCampaignIfDone(trx, keyOf(admitted));
    return isUnfinished;
  });
  deps.events.ring();
  return isMore;
}

/**
 * Writes the next variants of a locked campaign, at most `limit`. Of a running campaign they are queued at once, of a cancelled one they are
 * cancelled and what was held for them is released.
 */
export async function expandRows(trx: Trx, campaign: CampaignRow, limit: number): Promise<CampaignRow> {
  const { plan, expanded_count: from, variant_count: end } = campaign;
  if (!plan || from >= end) return campaign;
  // Fresh tables have no statistics: compiling such a statement costs more than running it.
  await sql`set local jit = off`.execute(trx);
  const to = Math.min(end, from + limit);
  const isQueued = (campaign.status === 'running' || campaign.status === 'paused') && campaign.admitted_count === from;
  const phase = campaign.status === 'cancelled' ? 'cancelled' : isQueued ? 'queued' : 'planned';
  const range = { from, to, phase, hasExclusions: await hasExclusions(trx, campaign.num) } as const;
  const written = await insertVariantRange(trx, keyOf(campaign), plan.shape, range);
  if (phase === 'cancelled') await releaseUnsent(trx, campaign, written);
  const kind = isQueued ? 'variants.queued' : 'variants.expanded';
  await recordEvents(trx, [
    {
      workspaceId: campaign.workspace_id,
      campaignNum: campaign.num,
      kind,
      subject: campaign.id,
      facts: { from, to, count: written.count },
    },
  ]);
  return patchCampaign(trx, campaign.num, { expanded_count: to, ...(isQueued ? { admitted_count: to } : {}) });
}

/** Queues the next planned variants of a locked, launched campaign, at most `limit`, and wakes the endpoints that render them. */
export async function admitRows(trx: Trx, deps: Pick<Deps, 'queue'>, campaign: CampaignRow, limit: number): Promise<CampaignRow> {
  const from = campaign.admitted_count;
  const to = Math.min(campaign.expanded_count, from + limit);
  let admitted = campaign;
  if (to > from) {
    const { count } = await queueRange(trx, keyOf(campaign), { from, to });
    admitted = await patchCampaign(trx, campaign.num, { admitted_count: to });
    await recordEvents(trx, [
      {
        workspaceId: campaign.workspace_id,
        campaignNum: campaign.num,
        kind: 'variants.queued',
        subject: campaign.id,
        facts: { from, to, count },
      },
    ]);
  }
  await wakeEndpoints(trx, deps, campaign.num);
  return admitted;
}

/** Rings the dispatcher of every endpoint a campaign renders at. The last thing in a transaction: the ring locks its key until the commit. */
export async function wakeEndpoints(trx: Trx, deps: Pick<Deps, 'queue'>, campaignNum: number): Promise<void> {
  for (const endpointId of await listEndpointIds(trx, campaignNum)) {
    await deps.queue.enqueue(trx, 'dispatchEndpoint', { endpointId }, { key: endpointId });
  }
}

/** Gives back what a launched, cancelled campaign held, and took of its day, for variants that ended unsent. */
export async function releaseUnsent(trx: Trx, campaign: CampaignRow, unsent: MovedRange): Promise<void> {
  if (campaign.launched_at === null || unsent.first === null) return;
  const reason = `cancel:${campaign.id}:${unsent.first}`;
  const about = { workspaceId: campaign.workspace_id, campaignNum: campaign.num };
  await returnRenders(trx, { ...about, renders: unsent.count, key: reason });
  if (unsent.micros === 0) return;
  await appendEntries(trx, [{ ...releaseUnsentChange(reason, unsent.micros), ...about }], LOCK_HOLDERS_SHARD);
  await closeReserve(trx, keyOf(campaign));
}
