import type { Micros, Phase } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { KeysetPage } from '../graphql/connection.ts';
import type { VariantNode } from '../graphql/refs.ts';
import { isFetchable } from './fetchable.ts';
import { reviveVariant, type VariantJson } from './revive-variant.ts';
import type { PlacedFilter } from './variant-filter.rules.ts';

export interface VariantSort {
  by: 'index' | 'cost' | 'changed';
  direction: 'asc' | 'desc';
}

/** Variants with all they show attached, read as one statement: prompt, preset, model, latest render, clip and its files. */
const FULL_VARIANT = sql`
  v.campaign_num, v.index, v.compiled_n, v.offer_n, v.phase, v.attempt, v.render_id, v.clip_id, v.changed_at,
  k.id as campaign_id, k.workspace_id, c.prompt_n, c.preset_version_id, c.text as compiled_text,
  o.endpoint_id, o.model_id, o.size, o.seconds, o.price_micros,
  case when c.verdict <> 'ok' then c.verdict when o.verdict <> 'ok' then o.verdict when u.index is not null then 'reused' else 'ok' end as verdict,
  case when c.verdict <> 'ok' then c.verdict_note when o.verdict <> 'ok' then o.verdict_note
    when u.twin_of is not null then 'Identical to another cell of this campaign: rendered once for both.'
    when u.index is not null then 'Rendered before: that clip serves this cell too.' end as verdict_note,
  exists (select from winners w where w.campaign_num = v.campaign_num and w.variant_index = v.index) as is_winner,
  (select to_json(p) from prompts p where p.campaign_num = v.campaign_num and p.n = c.prompt_n) as prompt,
  (select to_json(m) from models m where m.id = o.model_id) as model,
  (select json_build_object('id', p.id, 'workspace_id', p.workspace_id, 'pack_id', p.pack_id, 'key', p.key, 'name', p.name,
      'description', p.description, 'position', p.position, 'version', w.version, 'slots', w.slots, 'version_id', w.id)
    from preset_versions w join presets p on p.id = w.preset_id where w.id = c.preset_version_id) as preset,
  (select json_build_object('id', r.id, 'campaign_num', r.campaign_num, 'variant_index', r.variant_index, 'attempt', r.attempt,
      'endpoint_id', r.endpoint_id, 'status', r.status, 'hold_micros', r.hold_micros, 'cost_micros', r.cost_micros,
      'operation_id', r.operation_id, 'progress', r.progress, 'sent_at', r.sent_at, 'accepted_at', r.accepted_at, 'ended_at', r.ended_at,
      'failure_code', r.failure_code, 'failure_note', r.failure_note, 'created_at', r.created_at)
    from renders r where r.id = v.render_id and r.campaign_num = v.campaign_num and r.variant_index = v.index) as render,
  (select json_build_object('id', l.id, 'workspace_id', l.workspace_id, 'campaign_num', l.campaign_num, 'variant_index', l.variant_index,
      'render_id', l.render_id, 'status', l.status, 'width', l.width, 'height', l.height, 'duration_ms', l.duration_ms,
      'has_audio', l.has_audio, 'sprite', l.sprite, 'created_at', l.created_at, 'files', (
        select json_agg(json_build_object('kind', f.kind, 'bucket', f.bucket, 'object_key', f.object_key, 'content_type', f.content_type,
          'bytes', f.bytes, 'sha256', encode(f.sha256, 'hex')))
        from clip_files f where f.clip_id = l.id))
    from clips l where l.id = v.clip_id) as clip`;

const WITH_AXES = sql`
  join campaigns k on k.num = v.campaign_num
  join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
  join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
  left join planned_reuses u on u.campaign_num = v.campaign_num and u.index = v.index`;

/** Milliseconds, as a cursor carries them. */
const CHANGED_MS = sql`(extract(epoch from date_trunc('milliseconds', v.changed_at)) * 1000)::bigint`;

/**
 * One page of a campaign's variants. The sort keys are those of `sortKeysOf`. The page is found among the variants alone, then what it shows
 * is joined to its rows: however young the campaign and whatever the planner knows of it, a page costs what a page shows.
 */
export async function listVariants(
  db: Db,
  campaignNum: number,
  query: { filter: PlacedFilter; sort: VariantSort; prices: readonly Micros[]; page: KeysetPage },
): Promise<VariantNode[]> {
  const { sort, page } = query;
  const key = { index: sql`v.index`, cost: sql`(${query.prices}::bigint[])[v.offer_n + 1]`, changed: CHANGED_MS }[sort.by];
  const keys = sort.by === 'index' ? sql`(v.index)` : sql`(${key}, v.index)`;
  const isDescending = (sort.direction === 'desc') !== page.inverted;
  const order = isDescending ? sql`desc` : sql`asc`;
  const conditions = [...conditionsOf(campaignNum, query.filter)];
  const [later, earlier] = sort.direction === 'asc' ? [sql`>`, sql`<`] : [sql`<`, sql`>`];
  if (page.after) conditions.push(sql`${keys} ${later} (${sql.join(page.after)})`);
  if (page.before) conditions.push(sql`${keys} ${earlier} (${sql.join(page.before)})`);
  const { rows } = await sql<VariantJson>`
    select ${FULL_VARIANT} from (
      select v.*, ${key} as sort_key from variants v where ${sql.join(conditions, sql` and `)}
      order by sort_key ${order}, v.index ${order} limit ${page.limit}
    ) v ${WITH_AXES}
    order by v.sort_key ${order}, v.index ${order}`.execute(db);
  return rows.map(reviveVariant);
}

/** The keys by which a page is continued; the last one is unique. */
export function sortKeysOf(variant: VariantNode, sort: VariantSort): number[] {
  if (sort.by === 'index') return [variant.index];
  return [sort.by === 'cost' ? variant.price_micros : variant.changed_at.getTime(), variant.index];
}

export async function countVariants(db: Db, campaignNum: number, filter: PlacedFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from variants v where ${sql.join(conditionsOf(campaignNum, filter), sql` and `)}`.execute(db);
  return rows[0]!.count;
}

/** Variants by campaign and index, whatever the campaign, within one workspace. */
export async function listVariantsByPlace(
  db: Db,
  workspaceId: string,
  places: readonly { campaignId: string; index: number }[],
): Promise<VariantNode[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<VariantJson>`
    select ${FULL_VARIANT}
    from unnest(${places.map((one) => one.campaignId)}::text[], ${places.map((one) => one.index)}::int[]) as place (campaign_id, index)
    join campaigns k on k.id = place.campaign_id and k.workspace_id = ${workspaceId}
    join variants v on v.campaign_num = k.num and v.index = place.index
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    left join planned_reuses u on u.campaign_num = v.campaign_num and u.index = v.index
    order by v.campaign_num, v.index`.execute(db);
  return rows.map(reviveVariant);
}

/** Places in the campaign's queue, from 1, of those among `indexes` that wait to be claimed. */
export async function readQueuePositions(db: Db, campaignNum: number, indexes: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ index: number; position: number }>`
    select index, position::int from (
      select index, row_number() over (order by index) as position from variants
      where campaign_num = ${campaignNum} and phase = 'queued' and render_id is null and index <= ${Math.max(...indexes)}
    ) as waiting where index = any(${indexes}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.index, row.position]));
}

/** Phases of consecutive indexes, for a matrix seen from afar. */
export async function listPhases(db: Db, campaignNum: number, from: number, limit: number): Promise<Phase[]> {
  const rows = await db
    .selectFrom('variants')
    .select('phase')
    .where('campaign_num', '=', campaignNum)
    .where('index', '>=', from)
    .orderBy('index')
    .limit(limit)
    .execute();
  return rows.map((row) => row.phase);
}

/** Failed variants of one cause. */
export interface FailureCount {
  campaign_num: number;
  failure_code: string | null;
  count: number;
  /** Those whose paid video may still be fetched. */
  fetchable: number;
  /** How many prompts they have between them. */
  prompts: number;
  /** What rendering all of them anew costs, and what a retry does. */
  anew_micros: Micros;
  retry_micros: Micros;
}

/** Failed variants of each campaign, counted by cause, most first. */
export async function listFailureCounts(db: Db, campaignNums: readonly number[]): Promise<FailureCount[]> {
  const { rows } = await sql<FailureCount>`
    select v.campaign_num, r.failure_code, count(*)::int as count, (count(*) filter (where ${isFetchable}))::int as fetchable,
      count(distinct c.prompt_n)::int as prompts,
      sum(o.price_micros)::bigint as anew_micros, coalesce(sum(o.price_micros) filter (where not ${isFetchable}), 0)::bigint as retry_micros
    from variants v join renders r on r.id = v.render_id join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    where v.campaign_num = any(${campaignNums}::int[]) and v.phase = 'failed'
    group by 1, 2 order by 3 desc, 2`.execute(db);
  return rows;
}

function conditionsOf(campaignNum: number, filter: PlacedFilter): RawBuilder<unknown>[] {
  const { phases, index, rows, presetPlaces, columns, failureCodes, search } = filter;
  const conditions = [sql`v.campaign_num = ${campaignNum}`];
  if (index) conditions.push(sql`v.index between ${index.from} and ${index.to}`);
  if (rows) conditions.push(sql`v.compiled_n between ${rows.from} and ${rows.to}`);
  if (phases) conditions.push(sql`v.phase = any(${phases}::text[])`);
  if (presetPlaces) conditions.push(sql`v.compiled_n % ${presetPlaces.of}::int = any(${presetPlaces.places}::int[])`);
  if (columns) conditions.push(sql`v.offer_n = any(${columns}::int[])`);
  if (failureCodes) {
    const codeOf = sql`(select r.failure_code from renders r where r.id = v.render_id)`;
    conditions.push(sql`v.phase = 'failed' and ${codeOf} = any(${failureCodes}::text[])`);
  }
  if (search !== null) conditions.push(matches(campaignNum, search));
  return conditions;
}

/** NOTE: `coalesce` keeps the list a hashed one: as a join it could be walked once for every variant. */
function matches(campaignNum: number, search: string): RawBuilder<unknown> {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`coalesce(v.compiled_n in (
    select c.n from compiled_prompts c left join prompts p on p.campaign_num = c.campaign_num and p.n = c.prompt_n
    where c.campaign_num = ${campaignNum} and (c.text ilike ${pattern} or p.key ilike ${pattern})), false)`;
}
