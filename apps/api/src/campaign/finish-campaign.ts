import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { closeReserve } from '../ledger/close-reserve.ts';
import type { CampaignKey } from './move-variants.ts';
import { readLiveCount } from './tallies.ts';

/** With more live variants than this nobody else's unseen changes can have ended the campaign, short of the sweep's help. */
const LAST_VARIANTS = 200;

/**
 * Completes a running or paused campaign of which nothing is live and everything is admitted, and gives back what it has to spare; a cancelled
 * one gives back what its last renders leave. Call it last in the transaction that
 * ended a variant: from here to the commit it may hold the campaign's row, under which two last variants see each other.
 */
export async function finishCampaignIfDone(trx: Trx, campaign: CampaignKey): Promise<boolean> {
  if ((await readLiveCount(trx, campaign.num)) > LAST_VARIANTS) return false;
  const row = await trx
    .selectFrom('campaigns')
    .select(['status', 'variant_count', 'admitted_count'])
    .where('num', '=', campaign.num)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (row.status === 'cancelled') await closeReserve(trx, campaign);
  const isUnderWay = row.status === 'running' || row.status === 'paused';
  if (!isUnderWay || row.admitted_count < row.variant_count || (await readLiveCount(trx, campaign.num)) > 0) return false;
  await trx
    .updateTable('campaigns')
    .set({ status: 'completed', paused_because: null, completed_at: sql<Date>`dailies_now()` })
    .where('num', '=', campaign.num)
    .execute();
  const returnedMicros = await closeReserve(trx, campaign);
  const about = { workspaceId: campaign.workspaceId, campaignNum: campaign.num, subject: campaign.id };
  await recordEvents(trx, [{ ...about, kind: 'campaign.completed', facts: { returnedMicros } }]);
  return true;
}

/** The sweep behind `finishCampaignIfDone`: completes campaigns whose last variants ended unseen. Answers how many. */
export async function finishDoneCampaigns(deps: Deps): Promise<number> {
  const underWay = await deps.db
    .selectFrom('campaigns')
    .select(['num', 'id', 'workspace_id as workspaceId'])
    .where('status', 'in', ['running', 'paused'])
    .whereRef('admitted_count', '=', 'variant_count')
    .execute();
  let finished = 0;
  for (const campaign of underWay) {
    if ((await readLiveCount(deps.db, campaign.num)) > 0) continue;
    if (await deps.db.transaction().execute((trx) => finishCampaignIfDone(trx, campaign))) finished += 1;
  }
  return finished;
}
