import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { MatrixShape } from '../db/tables/campaigns.table.ts';
import { MOVED_EXAMPLES_MAX, type RowGroup, type SeenColumn } from './moved-cells.rules.ts';
import { columnOf, rowOf } from './planned-reuse.store.ts';
import { cellIndex, pairing } from './variant-ranges.store.ts';

const SNAPSHOTS_KEPT = 3;

/** Eight bytes of a row's name with eight of what it says, in SQL, of a compiled prompt `c`. */
const ROW = sql`substr(c.row_hash, 1, 8) || substr(sha256(c.sha256 || convert_to(c.verdict, 'UTF8')), 1, 8)`;
/** The columns of a plan as `SeenColumn`s, in SQL, of the campaign `k`. */
const COLUMNS = sql`(
  select coalesce(json_agg(json_build_object('hash', encode(o.column_hash, 'hex'), 'label', m.name || ' ' || o.size || ', ' || o.seconds || ' s',
    'micros', o.price_micros, 'verdict', o.verdict, 'note', o.verdict_note) order by o.n), '[]')
  from offers o join models m on m.id = o.model_id where o.campaign_num = k.num)`;

/** The picture of a campaign `k`'s plan, in SQL: sha256 in hexadecimal, empty without one. */
const REFERENCE = sql<string>`coalesce(k.plan -> 'parts' ->> 'reference', '')`;

/** The cell's name wherever it lies: row and column, eight bytes each, in SQL. */
const CELL = sql`substr(c.row_hash, 1, 8) || substr(o.column_hash, 1, 8)`;
const EXCLUDED = sql`(
  select coalesce(array_agg(substr(e.row_hash, 1, 8) || substr(e.column_hash, 1, 8)), '{}') from exclusions e where e.campaign_num = k.num)`;
const shared = (shape: MatrixShape): RawBuilder<Buffer[]> => sql<Buffer[]>`(
  select coalesce(array_agg(${CELL}), '{}') from planned_reuses u
  join compiled_prompts c on c.campaign_num = u.campaign_num and c.n = ${rowOf(shape)}
  join offers o on o.campaign_num = u.campaign_num and o.n = ${columnOf(shape)}
  where u.campaign_num = k.num)`;

/**
 * Keeps what a plan was before it changes, so that a launch of it is told which cells moved. `axes`: the rows and columns go with it; else only
 * what is excluded and shared changes, and the axes are those of the next snapshot, or of the plan that stands. The last three are kept.
 */
export async function keepSnapshot(trx: Trx, campaignNum: number, shape: MatrixShape, options: { axes: boolean }): Promise<void> {
  const rows = sql`(select array_agg(${ROW}) from compiled_prompts c where c.campaign_num = k.num)`;
  await sql`
    delete from plan_snapshots s using campaigns k
    where k.num = ${campaignNum} and s.campaign_num = k.num and (s.plan_hash = k.plan_hash or s.id in (
      select id from plan_snapshots where campaign_num = ${campaignNum} order by id desc offset ${SNAPSHOTS_KEPT - 1}))`.execute(trx);
  await sql`
    insert into plan_snapshots (campaign_num, plan_hash, rows, columns, excluded, shared, reference)
    select k.num, k.plan_hash, ${options.axes ? rows : sql`null`}, ${options.axes ? COLUMNS : sql`null`}, ${EXCLUDED}, ${shared(shape)},
      ${REFERENCE}
    from campaigns k where k.num = ${campaignNum} and k.plan_hash is not null`.execute(trx);
}

interface Listed {
  count: number;
  indexes: number[];
}

/** How the plan that stands differs from one that was seen. */
export interface PlanDifference {
  rows: { changed: RowGroup; added: RowGroup; gone: RowGroup };
  /** Null where the columns are the same. */
  columns: { seen: SeenColumn[]; now: SeenColumn[] } | null;
  hasOtherReference: boolean;
  excluded: Listed;
  included: Listed;
  shared: Listed;
  unshared: Listed;
}

/** Compares the plan that stands with an earlier one by its hash; null when that one is not known any more. */
export async function readDifference(db: Db, campaignNum: number, seenHash: string, shape: MatrixShape): Promise<PlanDifference | null> {
  const seen = await db
    .selectFrom('plan_snapshots')
    .innerJoin('campaigns as k', 'k.num', 'plan_snapshots.campaign_num')
    .select(['plan_snapshots.id', sql<boolean>`plan_snapshots.reference <> ${REFERENCE}`.as('hasOtherReference')])
    .where('campaign_num', '=', campaignNum)
    .where('plan_snapshots.plan_hash', '=', seenHash)
    .executeTakeFirst();
  if (!seen) return null;
  const base = await db
    .selectFrom('plan_snapshots')
    .select(['id', 'columns'])
    .where('campaign_num', '=', campaignNum)
    .where('id', '>=', seen.id)
    .where('rows', 'is not', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const none = { count: 0, rows: [] };
  const { hasOtherReference } = seen;
  const lists = { hasOtherReference, ...(await readLists(db, campaignNum, seen.id, shape)) };
  if (!base) return { rows: { changed: none, added: none, gone: none }, columns: null, ...lists };
  const now = await sql<{ columns: SeenColumn[] }>`select ${COLUMNS} as columns from campaigns k where k.num = ${campaignNum}`.execute(db);
  const columns = { seen: base.columns ?? [], now: now.rows[0]!.columns };
  return { rows: await readRowGroups(db, campaignNum, base.id), columns, ...lists };
}

async function readRowGroups(db: Db, campaignNum: number, baseId: number): Promise<PlanDifference['rows']> {
  const { rows } = await sql<{ what: 'changed' | 'added' | 'gone'; count: number; rows: number[] | null }>`
    with seen as (
      select substr(r, 1, 8) as name, substr(r, 9) as words from plan_snapshots s, unnest(s.rows) as r where s.id = ${baseId}
    ), now as (
      select c.n, substr(r.mark, 1, 8) as name, substr(r.mark, 9) as words
      from compiled_prompts c, lateral (select ${ROW} as mark) r where c.campaign_num = ${campaignNum}
    ), moved as (
      select now.n, case when seen.name is null then 'added' when now.name is null then 'gone' else 'changed' end as what
      from seen full join now on now.name = seen.name
      where seen.words is distinct from now.words
    )
    select what, count(*)::int as count, (array_agg(n order by n) filter (where n is not null))[1:${sql.lit(MOVED_EXAMPLES_MAX)}] as rows
    from moved group by what`.execute(db);
  const group = (what: string): RowGroup => {
    const found = rows.find((row) => row.what === what);
    return { count: found?.count ?? 0, rows: found?.rows ?? [] };
  };
  return { changed: group('changed'), added: group('added'), gone: group('gone') };
}

/** What is excluded and shared now and was not, and the other way about: of the cells that stand. */
async function readLists(
  db: Db,
  campaignNum: number,
  seenId: number,
  shape: MatrixShape,
): Promise<Pick<PlanDifference, 'excluded' | 'included' | 'shared' | 'unshared'>> {
  const { rows } = await sql<{ list: string; isNow: boolean; count: number; indexes: number[] }>`
    with lists as (
      select 'excluded' as list, s.excluded as seen, ${EXCLUDED} as now
      from plan_snapshots s join campaigns k on k.num = s.campaign_num where s.id = ${seenId}
      union all
      select 'shared', s.shared, ${shared(shape)} from plan_snapshots s join campaigns k on k.num = s.campaign_num where s.id = ${seenId}
    ), moved as (
      select list, true as is_now, came.cell from lists, lateral (select unnest(now) as cell except select unnest(seen)) came
      union all
      select list, false, went.cell from lists, lateral (select unnest(seen) as cell except select unnest(now)) went
    ), placed as (
      select moved.list, moved.is_now, ${cellIndex(shape)} as index
      from moved
      join compiled_prompts c on c.campaign_num = ${campaignNum} and substr(c.row_hash, 1, 8) = substr(moved.cell, 1, 8)
      join offers o on o.campaign_num = ${campaignNum} and substr(o.column_hash, 1, 8) = substr(moved.cell, 9) and ${pairing(shape)}
    )
    select list, is_now as "isNow", count(*)::int as count, (array_agg(index order by index))[1:${sql.lit(MOVED_EXAMPLES_MAX)}] as indexes
    from placed group by list, is_now`.execute(db);
  const listed = (list: string, isNow: boolean): Listed => {
    const { count = 0, indexes = [] } = rows.find((row) => row.list === list && row.isNow === isNow) ?? {};
    return { count, indexes };
  };
  return {
    excluded: listed('excluded', true),
    included: listed('excluded', false),
    shared: listed('shared', true),
    unshared: listed('shared', false),
  };
}
