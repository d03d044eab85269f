import { type SqlBool, sql } from 'kysely';
import type { Db } from '../../db/database.ts';

/** That a model `m` has retired: from its day on nothing is sent to it. */
export const isRetired = sql<SqlBool>`coalesce(m.retires_on <= (dailies_now() at time zone 'UTC')::date, false)`;

/** That nothing was sent yet for a variant `v` that waits; one that follows another's render waits for that one's clip, whatever its model. */
export const isUnsent = sql<SqlBool>`v.phase = 'queued' and (v.render_id is null
  or exists (select from renders r where r.id = v.render_id and r.campaign_num = v.campaign_num and r.variant_index = v.index and r.status = 'intended'))`;

/** Models that have retired and for which cells of a campaign still wait, each with how many. */
export async function listRetiredWaiting(db: Db, campaignNum: number): Promise<{ model: string; cells: number }[]> {
  const { rows } = await sql<{ model: string; cells: number }>`
    select m.name as model, count(*)::int as cells
    from offers o join models m on m.id = o.model_id and ${isRetired}
    join variants v on v.campaign_num = o.campaign_num and v.offer_n = o.n and ${isUnsent}
    where o.campaign_num = ${campaignNum}
    group by m.name order by m.name`.execute(db);
  return rows;
}
