import { sql } from 'kysely';
import { type CampaignKey, moveVariants } from '../campaign/move-variants.ts';
import type { Deps } from '../deps.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { releaseUnsentChange } from '../ledger/ledger.rules.ts';
import { settleRenders } from './settle-renders.ts';

const CHUNK = 1_000;

/**
 * Ends what a cancelled campaign has not sent: intended renders and variants that still wait, with the money they hold. What the provider
 * already works on goes on, is billed and is stored. Safe to repeat; each chunk is one transaction.
 */
export async function cancelRenders(deps: Deps, campaignId: string, signal: AbortSignal): Promise<void> {
  const campaign = await deps.db
    .selectFrom('campaigns')
    .where('id', '=', campaignId)
    .where('status', '=', 'cancelled')
    .select(['num', 'id', 'workspace_id as workspaceId'])
    .executeTakeFirst();
  if (!campaign) return;
  while (!signal.aborted && (await cancelIntended(deps, campaign)) > 0);
  while (!signal.aborted && (await cancelWaiting(deps, campaign)) > 0);
}

async function cancelIntended(deps: Deps, campaign: CampaignKey): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const intended = await trx
      .selectFrom('renders')
      .where('campaign_num', '=', campaign.num)
      .where('status', '=', 'intended')
      .select('id as renderId')
      .limit(CHUNK)
      .execute();
    return (await settleRenders(trx, deps, campaign, { from: 'intended', to: 'cancelled', changes: intended })).length;
  });
}

async function cancelWaiting(deps: Deps, campaign: CampaignKey): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const waiting = await sql<{ index: number; price: number }>`
      select v.index, o.price_micros as price
      from variants v join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
      where v.campaign_num = ${campaign.num} and v.phase in ('queued', 'planned') and v.render_id is null
      order by v.index limit ${CHUNK} for update of v`.execute(trx);
    if (waiting.rows.length === 0) return 0;
    const moved = await moveVariants(
      trx,
      campaign,
      waiting.rows.map(({ index }) => ({ index, to: 'cancelled', from: ['queued', 'planned'] })),
    );
    const price = new Map(waiting.rows.map((row) => [row.index, row.price]));
    const micros = moved.reduce((sum, { index }) => sum + price.get(index)!, 0);
    const change = releaseUnsentChange(`cancel:${campaign.id}:${moved[0]!.index}`, micros);
    await appendEntries(trx, [{ ...change, workspaceId: campaign.workspaceId, campaignNum: campaign.num }]);
    return moved.length;
  });
}
