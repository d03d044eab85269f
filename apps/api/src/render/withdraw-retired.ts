import { sql } from 'kysely';
import { isRetired } from '../campaign/replan/retired.store.ts';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Deps } from '../deps.ts';
import { settleRenders } from './settle-renders.ts';

const RENDERS_A_LOOK = 1_000;

type Unsent = CampaignKey & { renderIds: string[] };

/**
 * The sunset guard for what was taken up and not sent: its cell goes back to the queue with its money, so that it can be planned onto another model.
 * Nothing of it is sent meanwhile: dispatch leaves out models that have retired.
 */
export async function withdrawRetired(deps: Deps): Promise<void> {
  const { rows } = await sql<Unsent>`
    select c.num, c.id, c.workspace_id as "workspaceId", array_agg(unsent.id order by unsent.id) as "renderIds"
    from (
      select r.id, r.campaign_num from renders r
      join variants v on v.campaign_num = r.campaign_num and v.index = r.variant_index
      join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
      join models m on m.id = o.model_id and ${isRetired}
      where r.status = 'intended' limit ${RENDERS_A_LOOK}) unsent
    join campaigns c on c.num = unsent.campaign_num and c.status in ('running', 'paused')
    group by c.num, c.id, c.workspace_id`.execute(deps.db);
  for (const { renderIds, ...campaign } of rows) {
    const changes = renderIds.map((renderId) => ({ renderId, failureNote: 'its model retired before it was sent' }));
    await deps.db
      .transaction()
      .execute((trx) => settleRenders(trx, deps, campaign, { from: 'intended', to: 'cancelled', changes, requeue: true }));
  }
}
