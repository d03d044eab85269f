import { getCampaignKey } from '../campaign/campaign.store.ts';
import type { CampaignKey } from '../campaign/move-variants.ts';
import { reopenCampaign } from '../campaign/reopen-campaign.ts';
import type { Trx } from '../db/database.ts';
import { LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import type { Deps } from '../deps.ts';
import { type FetchSelection, listFetchable } from './fetchable.store.ts';
import { settleRenders } from './settle-renders.ts';

/**
 * Asks again for videos that are paid and that we gave up: their renders count as finished once more, and their outputs are fetched. No money moves,
 * and nothing is counted against a day. Where the provider does not offer one any more the render expires, and the next retry makes a new
 * one. Call it under the campaign's row lock. Answers how many.
 */
export async function fetchAgain(
  trx: Trx,
  deps: Pick<Deps, 'queue' | 'timing'>,
  campaign: CampaignKey,
  selection: FetchSelection,
): Promise<number> {
  const fetchable = await listFetchable(trx, campaign.num, selection);
  let count = 0;
  for (const from of ['failed', 'expired'] as const) {
    const changes = fetchable
      .filter(({ status }) => status === from)
      .map(({ id }) => ({ renderId: id, dueInMs: deps.timing.storeRetryMs }));
    count += (await settleRenders(trx, deps, campaign, { from, to: 'succeeded', changes, shard: LOCK_HOLDERS_SHARD })).length;
  }
  return count;
}

/** A webhook calls a video finished whose render was given up: it is fetched after all, unless its campaign was cancelled or the cell renders anew. */
export async function fetchAnnounced(deps: Deps, render: { id: string; campaignNum: number }): Promise<void> {
  const fetched = await deps.db.transaction().execute(async (trx) => {
    const campaign = await getCampaignKey(trx, render.campaignNum);
    const selection = { renderIds: [render.id] };
    if ((await listFetchable(trx, campaign.num, selection)).length === 0 || !(await reopenCampaign(trx, campaign))) return 0;
    return fetchAgain(trx, deps, campaign, selection);
  });
  if (fetched > 0) deps.log.info({ event: 'render.fetched_again', renderId: render.id });
}
