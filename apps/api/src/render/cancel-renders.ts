import { sql } from 'kysely';
import { cancelUnclaimedVariants } from '../campaign/cancel-campaign.ts';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Deps } from '../deps.ts';
import { returnRenders } from '../policy/take-renders.ts';
import { settleRenders } from './settle-renders.ts';

const CHUNK_ROWS = 1_000;

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
  await cancelUnclaimedVariants(deps, campaignId, signal);
  while (!signal.aborted && (await cancelIntended(deps, campaign)) > 0);
}

async function cancelIntended(deps: Deps, campaign: CampaignKey): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const intended = await trx
      .selectFrom('renders')
      .where('campaign_num', '=', campaign.num)
      .where('status', '=', 'intended')
      .select('id as renderId')
      .limit(CHUNK_ROWS)
      .execute();
    const moved = await settleRenders(trx, deps, campaign, { from: 'intended', to: 'cancelled', changes: intended });
    const unused = { workspaceId: campaign.workspaceId, campaignNum: campaign.num, renders: moved.length };
    await returnRenders(trx, { ...unused, key: `cancel:${moved[0]?.id}` });
    return moved.length;
  });
}

/**
 * Rings again for cancelled campaigns in which something still waits: a claim or a lost send that committed beside the cancel.
 */
export async function sweepCancelled(deps: Deps): Promise<void> {
  const waiting = await sql<{ id: string }>`
    select c.id from campaigns c join campaign_tallies t on t.campaign_num = c.num
    where c.status = 'cancelled' group by c.id having sum(t.queued) > 0`.execute(deps.db);
  for (const { id } of waiting.rows) await deps.queue.ring('cancelRenders', { campaignId: id }, { key: id });
}
