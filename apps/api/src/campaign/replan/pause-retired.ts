import { sql } from 'kysely';
import type { Deps } from '../../deps.ts';
import { isRetired, isUnsent } from './retired.store.ts';
import { recordEvents } from '../../events/record-event.ts';

interface Stranded {
  num: number;
  id: string;
  workspaceId: string;
  models: string[];
}

/**
 * The sunset guard: a running campaign whose waiting cells are on a model that has retired is paused, with the reason, before anything is
 * sent in vain. Answers how many were paused.
 */
export async function pauseRetired(deps: Deps): Promise<number> {
  const { rows } = await sql<Stranded>`
    select c.num, c.id, c.workspace_id as "workspaceId", array_agg(distinct m.name order by m.name) as models
    from campaigns c
    join offers o on o.campaign_num = c.num
    join models m on m.id = o.model_id and ${isRetired}
    where c.status = 'running' and exists (
      select from variants v where v.campaign_num = c.num and v.offer_n = o.n and ${isUnsent})
    group by c.num, c.id, c.workspace_id`.execute(deps.db);
  for (const campaign of rows) await pause(deps, campaign);
  if (rows.length > 0) deps.events.ring();
  return rows.length;
}

async function pause(deps: Deps, campaign: Stranded): Promise<void> {
  const names = campaign.models.join(' and ');
  const because = `${names} retired. Plan the cells that are left again onto another model, then resume.`;
  await deps.db.transaction().execute(async (trx) => {
    const paused = await trx
      .updateTable('campaigns')
      .set({ status: 'paused', paused_because: because })
      .where('num', '=', campaign.num)
      .where('status', '=', 'running')
      .returning('id')
      .execute();
    if (paused.length === 0) return;
    const about = { workspaceId: campaign.workspaceId, campaignNum: campaign.num, subject: campaign.id };
    await recordEvents(trx, [{ ...about, kind: 'campaign.paused', facts: { because, models: campaign.models } }]);
  });
  deps.log.warn({ event: 'campaign.model_retired', campaignId: campaign.id, models: campaign.models });
}
