import type { Verdict } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { CompiledPromptRow, MatrixShape } from '../db/tables/campaigns.table.ts';
import { coordinatesOf } from './matrix.rules.ts';
import type { CellGroup, PlannedOffer } from './plan.rules.ts';
import { isExcluded, pairing } from './variant-ranges.store.ts';

export type CompiledRow = Omit<CompiledPromptRow, 'campaign_num'>;

/** Forgets the axes and variants of a plan. Only before launch: nothing may hang on a variant. */
export async function deletePlanRows(trx: Trx, campaignNum: number): Promise<void> {
  for (const table of ['variants', 'campaign_tallies', 'compiled_prompts', 'offers', 'planned_reuses'] as const) {
    await trx.deleteFrom(table).where('campaign_num', '=', campaignNum).execute();
  }
}

/** Forgets what names cells of a plan that is given up: which were the best, and which prompts of other campaigns were made from them. */
export async function deleteNamedCells(trx: Trx, campaignNum: number): Promise<void> {
  await trx.deleteFrom('winners').where('campaign_num', '=', campaignNum).execute();
  await trx.deleteFrom('lineage').where('source_num', '=', campaignNum).execute();
}

export async function insertOffers(trx: Trx, campaignNum: number, offers: readonly PlannedOffer[]): Promise<void> {
  const column = <Value>(read: (offer: PlannedOffer) => Value) => offers.map(read);
  await sql`
    insert into offers (campaign_num, n, endpoint_id, model_id, size, seconds, price_id, price_micros, column_hash, verdict, verdict_note)
    select ${campaignNum}, * from unnest(
      ${column((one) => one.n)}::int[], ${column((one) => one.endpoint_id)}::text[], ${column((one) => one.model_id)}::text[],
      ${column((one) => one.size)}::text[], ${column((one) => one.seconds)}::int[], ${column((one) => one.price_id)}::int[],
      ${column((one) => one.price_micros)}::bigint[], ${column((one) => one.column_hash)}::bytea[], ${column((one) => one.verdict)}::text[],
      ${column((one) => one.verdict_note)}::text[]
    )`.execute(trx);
}

export async function insertCompiledPrompts(trx: Trx, campaignNum: number, rows: readonly CompiledRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <Value>(read: (row: CompiledRow) => Value) => rows.map(read);
  await sql`
    insert into compiled_prompts (campaign_num, n, prompt_n, preset_version_id, text, sha256, row_hash, verdict, verdict_note)
    select ${campaignNum}, * from unnest(
      ${column((one) => one.n)}::int[], ${column((one) => one.prompt_n)}::int[], ${column((one) => one.preset_version_id)}::text[],
      ${column((one) => one.text)}::text[], ${column((one) => one.sha256)}::bytea[], ${column((one) => one.row_hash)}::bytea[],
      ${column((one) => one.verdict)}::text[], ${column((one) => one.verdict_note)}::text[]
    )`.execute(trx);
}

/** The columns of the frozen axes. */
export async function listOffersOfPlan(db: Db, campaignNum: number): Promise<PlannedOffer[]> {
  return await offersOf(db, campaignNum).where('replaces_n', 'is', null).execute();
}

/** Whatever a cell may stand at: the columns of the axes, then what cells were moved to since. */
export async function listOffersOfCells(db: Db, campaignNum: number): Promise<PlannedOffer[]> {
  return await offersOf(db, campaignNum).execute();
}

const offersOf = (db: Db, campaignNum: number) =>
  db
    .selectFrom('offers')
    .select(['n', 'endpoint_id', 'model_id', 'size', 'seconds', 'price_id', 'price_micros', 'column_hash', 'verdict', 'verdict_note'])
    .where('campaign_num', '=', campaignNum)
    .orderBy('n');

/** Endpoints of a plan under whose id another provider stands since it was planned. */
export async function listReplacedProviders(db: Db, campaignNum: number): Promise<string[]> {
  const rows = await db
    .selectFrom('endpoints as e')
    .innerJoin('campaigns as c', (join) => join.on('c.num', '=', campaignNum))
    .whereRef('e.created_at', '>', 'c.planned_at')
    .where((is) => is.exists(is.selectFrom('offers as o').whereRef('o.campaign_num', '=', 'c.num').whereRef('o.endpoint_id', '=', 'e.id')))
    .select('e.name')
    .execute();
  return rows.map(({ name }) => name);
}

/** Every cell of the frozen axes, grouped by verdicts and exclusion: one pass, no variant row. */
export async function readCellGroups(db: Db, campaignNum: number, shape: MatrixShape): Promise<CellGroup[]> {
  const { rows } = await sql<CellGroup>`
    select c.verdict as "rowVerdict", o.verdict as "columnVerdict", o.n as "column", ${isExcluded} as "isExcluded",
      count(*)::int as count, sum(o.price_micros)::bigint as micros
    from compiled_prompts c join offers o on o.campaign_num = c.campaign_num and ${pairing(shape)}
    where c.campaign_num = ${campaignNum}
    group by 1, 2, 3, 4`.execute(db);
  return rows;
}

/** Cells that will not render, by cause, for the plan's page. */
export async function listBlockedGroups(
  db: Db,
  campaignNum: number,
  shape: MatrixShape,
): Promise<{ verdict: Verdict; note: string | null; count: number }[]> {
  const { rows } = await sql<{ verdict: Verdict; note: string | null; count: number }>`
    select case when c.verdict <> 'ok' then c.verdict else o.verdict end as verdict,
      case when c.verdict <> 'ok' then c.verdict_note
        else concat_ws(': ', m.name || ' ' || o.size || ', ' || o.seconds || ' s', o.verdict_note) end as note, count(*)::int as count
    from compiled_prompts c
    join offers o on o.campaign_num = c.campaign_num and ${pairing(shape)}
    join models m on m.id = o.model_id
    where c.campaign_num = ${campaignNum} and (c.verdict <> 'ok' or o.verdict <> 'ok') and not ${isExcluded}
    group by 1, 2 order by 3 desc, 1, 2 limit 100`.execute(db);
  return rows;
}

/** sha256 (hex) over the excluded cells that the axes hold, in a fixed order. */
export async function readExclusionsHash(db: Db, campaignNum: number): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(coalesce(string_agg(e.row_hash || e.column_hash, '' order by e.row_hash, e.column_hash), '')), 'hex') as hash
    from exclusions e
    where e.campaign_num = ${campaignNum}
      and exists (select from compiled_prompts c where c.campaign_num = e.campaign_num and c.row_hash = e.row_hash)
      and exists (select from offers o where o.campaign_num = e.campaign_num and o.column_hash = e.column_hash)`.execute(db);
  return rows[0]!.hash;
}

export async function hasExclusions(db: Db, campaignNum: number): Promise<boolean> {
  return (
    (await db.selectFrom('exclusions').select('campaign_num').where('campaign_num', '=', campaignNum).limit(1).executeTakeFirst()) !==
    undefined
  );
}

/** Takes cells out, or back in, by what they are. `cells` are places in the frozen axes. */
export async function setExclusions(
  trx: Trx,
  campaignNum: number,
  cells: readonly { row: number; column: number }[],
  isOut: boolean,
): Promise<void> {
  const named = sql`
    named as materialized (
      select c.campaign_num, c.row_hash, o.column_hash
      from unnest(
        ${cells.map(() => campaignNum)}::int[], ${cells.map((cell) => cell.row)}::int[], ${cells.map((cell) => cell.column)}::int[]
      ) as cell(campaign_num, row, col)
      join compiled_prompts c on c.campaign_num = cell.campaign_num and c.n = cell.row
      join offers o on o.campaign_num = cell.campaign_num and o.n = cell.col
    )`;
  await (
    isOut
      ? sql`with ${named} insert into exclusions (campaign_num, row_hash, column_hash) select * from named on conflict do nothing`
      : sql`with ${named} delete from exclusions e using named
          where e.campaign_num = named.campaign_num and e.row_hash = named.row_hash and e.column_hash = named.column_hash`
  ).execute(trx);
}

/** `Prompt 3 (spring-02), Slow pan, Sora 2 720x1280, 4 s`: how people name cells; by their indexes. */
export async function listCellLabels(
  db: Db,
  campaignNum: number,
  shape: MatrixShape,
  indexes: readonly number[],
): Promise<Map<number, string>> {
  const places = indexes.map((index) => ({ index, ...coordinatesOf(shape, index) }));
  const { rows } = await sql<{ index: number; label: string }>`
    select place.index, concat_ws(', ', 'Prompt ' || c.prompt_n + 1 || coalesce(' (' || p.key || ')', ''), s.name,
      m.name || ' ' || o.size, o.seconds || ' s') as label
    from unnest(
      ${places.map((one) => one.index)}::int[], ${places.map((one) => one.row)}::int[], ${places.map((one) => one.column)}::int[]
    ) as place (index, row_n, column_n)
    join compiled_prompts c on c.campaign_num = ${campaignNum} and c.n = place.row_n
    join prompts p on p.campaign_num = c.campaign_num and p.n = c.prompt_n
    join offers o on o.campaign_num = ${campaignNum} and o.n = place.column_n
    join models m on m.id = o.model_id
    left join preset_versions w on w.id = c.preset_version_id
    left join presets s on s.id = w.preset_id`.execute(db);
  return new Map(rows.map((row) => [row.index, row.label]));
}
