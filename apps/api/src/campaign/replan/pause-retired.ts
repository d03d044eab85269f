import { sql } from 'kysely';
import type { Deps } from '../../deps.ts';
import { isRetired, isUnsent } from './retired.store.ts';
import { pauseByHouse } from '../pause-by-house.ts';

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
  const { models } = campaign;
  const because = `${models.join(' and ')} retired. Plan the cells that are left again onto another model, then resume.`;
  const paused = await deps.db
    .transaction()
    .execute((trx) => pauseByHouse(trx, campaign, { code: 'model_retired', because, facts: { models } }));
  if (paused) deps.log.warn({ event: 'campaign.model_retired', campaignId: campaign.id, models });
}
