import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { CampaignRow, MatrixShape } from '../db/tables/campaigns.table.ts';
import type { ReusedCells } from './plan.rules.ts';
import { bestSource, maySource, mayShare, requestHashOf } from './reuse-conditions.ts';
import { cellIndex, isExcluded, pairing } from './variant-ranges.store.ts';

/** What a plan expects to reuse, and the hash (hex) over which cells these are. */
export interface PlannedReuse {
  reused: ReusedCells;
  hash: string;
}

/**
 * Writes down, sparsely, which cells of the frozen axes need no render of their own: the same request was rendered before, is live, or is made by
 * an earlier cell of this plan. Only an expectation: a claim decides.
 */
export async function writePlannedReuses(trx: Trx, campaign: Pick<CampaignRow, 'num'>, shape: MatrixShape): Promise<PlannedReuse> {
  await trx.deleteFrom('planned_reuses').where('campaign_num', '=', campaign.num).execute();
  const { sourced, repeats } = await readOccasions(trx, campaign.num, shape);
  if (sourced || repeats) await insertReuses(trx, campaign.num, shape, sourced);
  const { rows } = await sql<{ n: number; count: number; micros: number }>`
    select o.n, count(*)::int as count, sum(o.price_micros)::bigint as micros
    from planned_reuses u join offers o on o.campaign_num = u.campaign_num and o.n = ${columnOf(shape)}
    where u.campaign_num = ${campaign.num} group by o.n`.execute(trx);
  const reused = {
    count: rows.reduce((sum, row) => sum + row.count, 0),
    micros: rows.reduce((sum, row) => sum + row.micros, 0),
    byColumn: new Map(rows.map((row) => [row.n, row.count])),
  };
  return { reused, hash: await readReuseHash(trx, campaign.num) };
}

async function readReuseHash(trx: Trx, campaignNum: number): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(convert_to(coalesce(string_agg(index::text, ',' order by index), ''), 'UTF8')), 'hex') as hash
    from planned_reuses where campaign_num = ${campaignNum}`.execute(trx);
  return rows[0]!.hash;
}

/** Whether the workspace has anything to reuse, and whether the plan can repeat itself: most plans are neither, and need no hashes. */
async function readOccasions(trx: Trx, campaignNum: number, shape: MatrixShape): Promise<{ sourced: boolean; repeats: boolean }> {
  const { rows } = await sql<{ sourced: boolean; repeats: boolean }>`
    select ${mayShare} and exists (
        select from campaigns s join renders r on r.campaign_num = s.num
        where s.workspace_id = k.workspace_id and s.launched_at is not null and r.request_hash is not null and ${maySource(sql`w.reuse_window_hours`)}
      ) as sourced,
      ${mayShare} and (${shape.mode === 'zip'}::bool or exists (
        select from compiled_prompts c where c.campaign_num = k.num group by c.sha256 having count(*) > 1
      )) as repeats
    from campaigns k join workspaces w on w.id = k.workspace_id where k.num = ${campaignNum}`.execute(trx);
  return rows[0]!;
}

async function insertReuses(trx: Trx, campaignNum: number, shape: MatrixShape, sourced: boolean): Promise<void> {
  const source: RawBuilder<string | null> = sourced
    ? sql`(select r.id from renders r where r.request_hash = f.hash and ${maySource(sql`f.hours`)} order by ${bestSource} limit 1)`
    : sql`null::text`;
  await sql`
    with cells as materialized (
      select ${cellIndex(shape)} as index, ${requestHashOf} as hash, w.reuse_window_hours as hours
      from campaigns k
      join workspaces w on w.id = k.workspace_id
      join compiled_prompts c on c.campaign_num = k.num
      join offers o on o.campaign_num = k.num and ${pairing(shape)}
      join models m on m.id = o.model_id
      where k.num = ${campaignNum} and c.verdict = 'ok' and o.verdict = 'ok' and not ${isExcluded}
    ), firsts as (select hash, min(index) as index, max(hours) as hours from cells group by hash
    ), found as (select f.hash, f.index as first, ${source} as source from firsts f)
    insert into planned_reuses (campaign_num, index, source_render_id, twin_of)
    select ${campaignNum}, cells.index, found.source, case when found.source is null then found.first end
    from cells join found on found.hash = cells.hash
    where found.source is not null or found.first <> cells.index`.execute(trx);
}

/** Indexes of cells that were expected to be reused and have no source any more, in order. */
export async function listLostReuses(db: Db, campaignNum: number, shape: MatrixShape): Promise<number[]> {
  const { rows } = await sql<{ index: number }>`
    select u.index from planned_reuses u
    join campaigns k on k.num = u.campaign_num
    join workspaces w on w.id = k.workspace_id
    join offers o on o.campaign_num = k.num and o.n = ${columnOf(shape)}
    join models m on m.id = o.model_id
    join compiled_prompts c on c.campaign_num = k.num and c.n = ${rowOf(shape)}
    where u.campaign_num = ${campaignNum} and u.source_render_id is not null
      and not exists (select from renders r where r.request_hash = ${requestHashOf} and ${maySource(sql`w.reuse_window_hours`)})
    order by u.index`.execute(db);
  return rows.map((row) => row.index);
}

/** The row and the column of a planned reuse `u`, in SQL: `coordinatesOf` where the rows lie. */
export const rowOf = (shape: MatrixShape): RawBuilder<number> => {
  if (shape.mode === 'cross') return sql<number>`u.index / ${shape.columnCount}::int`;
  return shape.rowCount === 1 ? sql<number>`0` : sql<number>`u.index`;
};
export const columnOf = (shape: MatrixShape): RawBuilder<number> => {
  if (shape.mode === 'cross') return sql<number>`u.index % ${shape.columnCount}::int`;
  return shape.columnCount === 1 ? sql<number>`0` : sql<number>`u.index`;
};
