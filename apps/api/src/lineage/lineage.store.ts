import type { Verdict } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { ClonedCell } from './clone.rules.ts';
import type { SourceCell } from './promotion.rules.ts';

/** Cells of a planned campaign by index, in order of index. */
export async function listSourceCells(db: Db, campaignNum: number, indexes: readonly number[]): Promise<SourceCell[]> {
  const { rows } = await sql<SourceCell>`
    select v.index, c.prompt_n as "promptN", p.key as "promptKey", s.key as "presetKey", s.id as "presetId", c.text,
      o.model_id as "modelId", o.size, o.seconds
    from variants v
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    left join prompts p on p.campaign_num = v.campaign_num and p.n = c.prompt_n
    left join preset_versions w on w.id = c.preset_version_id
    left join presets s on s.id = w.preset_id
    where v.campaign_num = ${campaignNum} and v.index = any(${indexes}::int[])
    order by v.index`.execute(db);
  return rows;
}

/** Cells of a planned campaign that fit what is asked of them, in order of index; null asks nothing. */
export async function listClonedCells(
  db: Db,
  campaignNum: number,
  chosen: { indexes: readonly number[] | null; failureCodes: readonly string[] | null; verdicts: readonly Verdict[] | null },
): Promise<ClonedCell[]> {
  const { indexes, failureCodes, verdicts } = chosen;
  const conditions = [sql`v.campaign_num = ${campaignNum}`];
  if (indexes) conditions.push(sql`v.index = any(${indexes}::int[])`);
  if (failureCodes) conditions.push(sql`v.phase = 'failed' and r.failure_code = any(${failureCodes}::text[])`);
  if (verdicts) {
    const verdict = sql`case when c.verdict <> 'ok' then c.verdict else o.verdict end`;
    conditions.push(sql`v.phase = 'blocked' and ${verdict} = any(${verdicts}::text[])`);
  }
  const { rows } = await sql<ClonedCell>`
    select c.prompt_n as "promptN", w.preset_id as "presetId", o.model_id as "modelId", o.size, o.seconds
    from variants v
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    left join preset_versions w on w.id = c.preset_version_id
    left join renders r on r.id = v.render_id
    where ${sql.join(conditions, sql` and `)}
    order by v.index`.execute(db);
  return rows;
}

/** Remembers which cell each prompt of a campaign was made from; `sourceIndexes[n]` belongs to prompt n. */
export async function insertLineage(
  trx: Trx,
  campaignNum: number,
  source: { num: number; sourceIndexes: readonly number[] },
): Promise<void> {
  await sql`
    insert into lineage (campaign_num, prompt_n, source_num, source_index)
    select ${campaignNum}, place - 1, ${source.num}, index
    from unnest(${source.sourceIndexes}::int[]) with ordinality as source (index, place)`.execute(trx);
}

/**
 * The first and last index of one prompt's cells, in SQL: `k` is the planned campaign, `uses.prompt_n` the prompt. A range, because cells lie
 * in order of their prompts, so that a prompt's cells are found without walking the campaign's.
 */
export function firstIndexOf(uses: 'l' | 'u'): RawBuilder<number> {
  const n = sql.ref(`${uses}.prompt_n`);
  return sql<number>`case when k.plan #>> '{shape,mode}' = 'cross' then ${n} * ${CELLS_OF_PROMPT} when ${SERVES_ALL} then 0 else ${n} end`;
}

export function lastIndexOf(uses: 'l' | 'u'): RawBuilder<number> {
  const n = sql.ref(`${uses}.prompt_n`);
  return sql<number>`case when k.plan #>> '{shape,mode}' = 'cross' then (${n} + 1) * ${CELLS_OF_PROMPT} - 1
    when ${SERVES_ALL} then k.variant_count - 1 else ${n} end`;
}

const CELLS_OF_PROMPT = sql`((k.plan #>> '{shape,presetCount}')::int * (k.plan #>> '{shape,columnCount}')::int)`;
const SERVES_ALL = sql`(k.plan #>> '{shape,promptCount}')::int = 1`;

/** Campaigns made from these, oldest first. */
export async function listDescendants(db: Db, workspaceId: string, campaignNums: readonly number[]): Promise<CampaignRow[]> {
  return db
    .selectFrom('campaigns')
    .selectAll()
    .where('parent_num', 'in', campaignNums)
    .where('workspace_id', '=', workspaceId)
    .orderBy('num')
    .execute();
}

export interface LineageLink {
  /** The cell asked for: campaign number and index. */
  num: number;
  index: number;
  /** The cell at the other end. */
  otherCampaignId: string;
  otherIndex: number;
}

interface Places {
  nums: readonly number[];
  indexes: readonly number[];
}

/** For cells of promoted or varied campaigns: the cell each was made from. */
export async function listSourcesOf(db: Db, workspaceId: string, places: Places): Promise<LineageLink[]> {
  const { rows } = await sql<LineageLink>`
    select v.campaign_num as num, v.index, k.id as "otherCampaignId", l.source_index as "otherIndex"
    from unnest(${places.nums}::int[], ${places.indexes}::int[]) as asked (num, index)
    join variants v on v.campaign_num = asked.num and v.index = asked.index
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    join lineage l on l.campaign_num = v.campaign_num and l.prompt_n = c.prompt_n
    join campaigns k on k.num = l.source_num and k.workspace_id = ${workspaceId}`.execute(db);
  return rows;
}

/** For any cells: those that were made from them, at most a hundred each. */
export async function listMadeFrom(db: Db, workspaceId: string, places: Places): Promise<LineageLink[]> {
  const { rows } = await sql<LineageLink>`
    select asked.num, asked.index, made."otherCampaignId", made."otherIndex"
    from unnest(${places.nums}::int[], ${places.indexes}::int[]) as asked (num, index)
    cross join lateral (
      select k.id as "otherCampaignId", v.index as "otherIndex"
      from lineage l
      join campaigns k on k.num = l.campaign_num and k.workspace_id = ${workspaceId}
      join variants v on v.campaign_num = k.num and v.index between ${firstIndexOf('l')} and ${lastIndexOf('l')}
      where l.source_num = asked.num and l.source_index = asked.index
      order by l.campaign_num, v.index limit 100
    ) made`.execute(db);
  return rows;
}
