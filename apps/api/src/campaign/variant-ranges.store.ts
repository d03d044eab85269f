import type { Micros, Phase } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import type { MatrixShape } from '../db/tables/campaigns.table.ts';
import { LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import { isFetchable } from './fetchable.ts';
import { type CampaignKey, writePhases } from './move-variants.ts';

/** Many variants moved by one statement: how many, the first index, and what they cost together. */
export interface MovedRange {
  count: number;
  first: number | null;
  micros: Micros;
}

/** Which failed variants to take: all of them, or those of some causes or indexes. */
export interface FailedSelection {
  failureCodes: readonly string[] | null;
  indexes: readonly number[] | null;
  /** YYYY-MM-DD: models retired by then are left out. */
  today: string;
  /** Also those whose paid video may still be fetched. */
  renderAnew: boolean;
}

/** How rows and columns meet, in SQL: `c` is a compiled prompt, `o` an offer of the frozen axes. */
export function pairing(shape: MatrixShape): RawBuilder<boolean> {
  if (shape.mode === 'cross' || shape.rowCount === 1 || shape.columnCount === 1) return sql<boolean>`o.replaces_n is null`;
  return sql<boolean>`c.n = o.n`;
}

/** The place of the cell where row `c` and column `o` meet, in SQL. */
export function cellIndex(shape: MatrixShape): RawBuilder<number> {
  return shape.mode === 'cross' ? sql<number>`c.n * ${shape.columnCount}::int + o.n` : sql<number>`greatest(c.n, o.n)`;
}

/** A cell was taken out by a person, in SQL. */
export const isExcluded: RawBuilder<boolean> = sql<boolean>`exists (
  select from exclusions e where e.campaign_num = c.campaign_num and e.row_hash = c.row_hash and e.column_hash = o.column_hash)`;

/**
 * Writes the variants of a range of indexes from the frozen axes. What may render takes `phase`; what was taken out is excluded, what has another
 * verdict than ok is blocked. Answers those in `phase`.
 */
export async function insertVariantRange(
  trx: Trx,
  campaign: CampaignKey,
  shape: MatrixShape,
  range: { from: number; to: number; phase: Phase; hasExclusions: boolean },
): Promise<MovedRange> {
  const { from, to, phase } = range;
  const isCrossed = shape.mode === 'cross';
  const index = cellIndex(shape);
  const firstRow = isCrossed ? Math.floor(from / shape.columnCount) : shape.rowCount === 1 ? 0 : from;
  const lastRow = isCrossed ? Math.floor((to - 1) / shape.columnCount) : shape.rowCount === 1 ? 0 : to - 1;
  const moved = sql`
    moved as (
      insert into variants (campaign_num, index, compiled_n, offer_n, changed_at, phase)
      select c.campaign_num, ${index}, c.n, o.n, (select dailies_now()), case
        when ${range.hasExclusions ? isExcluded : sql`false`} then 'excluded'
        when c.verdict <> 'ok' or o.verdict <> 'ok' then 'blocked'
        else ${phase} end
      from compiled_prompts c join offers o on o.campaign_num = c.campaign_num and ${pairing(shape)}
      where c.campaign_num = ${campaign.num} and c.n between ${firstRow} and ${lastRow} and ${index} >= ${from} and ${index} < ${to}
      returning index, offer_n, null::text as was, phase as now
    )`;
  return moveRange(trx, campaign, moved, phase);
}

/** Admits what a range of indexes planned. */
export async function queueRange(trx: Trx, campaign: CampaignKey, range: { from: number; to: number }): Promise<MovedRange> {
  const moved = sql`
    moved as (
      update variants set phase = 'queued', changed_at = (select dailies_now())
      where campaign_num = ${campaign.num} and index >= ${range.from} and index < ${range.to} and phase = 'planned'
      returning index, offer_n, 'planned'::text as was, phase as now
    )`;
  return moveRange(trx, campaign, moved, 'queued');
}

/** Sends failed variants back to the queue, but for those whose paid video may still be fetched. Their renders stay as history. */
export async function requeueFailed(trx: Trx, campaign: CampaignKey, selection: FailedSelection): Promise<MovedRange> {
  const { failureCodes, indexes, today, renderAnew } = selection;
  const moved = sql`
    chosen as (
      select v.campaign_num, v.index from variants v
      join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
      join models m on m.id = o.model_id and (m.retires_on is null or m.retires_on > ${today}::date)
      left join renders r on r.id = v.render_id
      where v.campaign_num = ${campaign.num} and v.phase = 'failed'
        and (${failureCodes}::text[] is null or r.failure_code = any(${failureCodes}::text[]))
        and (${indexes}::int[] is null or v.index = any(${indexes}::int[])) and (${renderAnew} or not ${isFetchable})
      order by v.index for no key update of v skip locked
    ), moved as (
      update variants set phase = 'queued', render_id = null, changed_at = (select dailies_now())
      from chosen where variants.campaign_num = chosen.campaign_num and variants.index = chosen.index
      returning variants.index, variants.offer_n, 'failed'::text as was, variants.phase as now
    )`;
  return moveRange(trx, campaign, moved, 'queued');
}

/** A variant that waits with another's render, in SQL. */
const isFollowing: RawBuilder<boolean> = sql<boolean>`exists (
  select from reuses u where u.campaign_num = variants.campaign_num and u.variant_index = variants.index and u.status = 'following')`;

/** Ends at most `limit` variants that were planned or queued and that no render has taken up. */
export async function cancelUnclaimed(trx: Trx, campaign: CampaignKey, limit: number): Promise<MovedRange> {
  const moved = sql`
    chosen as (
      select campaign_num, index, phase as was from variants
      where campaign_num = ${campaign.num} and phase in ('planned', 'queued') and (render_id is null or ${isFollowing})
      order by index limit ${limit} for no key update skip locked
    ), unfollowed as (
      delete from reuses u using chosen where u.campaign_num = chosen.campaign_num and u.variant_index = chosen.index
    ), moved as (
      update variants set phase = 'cancelled', render_id = null, changed_at = (select dailies_now())
      from chosen where variants.campaign_num = chosen.campaign_num and variants.index = chosen.index
      returning variants.index, variants.offer_n, chosen.was, variants.phase as now
    )`;
  return moveRange(trx, campaign, moved, 'cancelled');
}

/** Makes planned cells agree with the exclusions: of the given indexes, those that stand. */
export async function applyExclusions(trx: Trx, campaign: CampaignKey, indexes: readonly number[]): Promise<void> {
  const moved = sql`
    picked as materialized (
      select campaign_num, index, compiled_n, offer_n, phase as was from variants
      where campaign_num = ${campaign.num} and index = any(${indexes}::int[]) and phase in ('planned', 'excluded', 'blocked')
    ), judged as materialized (
      select picked.*, case
        when ${isExcluded} then 'excluded' when c.verdict <> 'ok' or o.verdict <> 'ok' then 'blocked' else 'planned' end as now
      from picked
      join compiled_prompts c on c.campaign_num = picked.campaign_num and c.n = picked.compiled_n
      join offers o on o.campaign_num = picked.campaign_num and o.n = picked.offer_n
    ), moved as (
      update variants set phase = judged.now, changed_at = (select dailies_now())
      from judged
      where variants.campaign_num = judged.campaign_num and variants.index = judged.index and judged.was <> judged.now
      returning variants.index, variants.offer_n, judged.was, variants.phase as now
    )`;
  await moveRange(trx, campaign, moved, 'excluded');
}

async function moveRange(trx: Trx, campaign: CampaignKey, moved: RawBuilder<unknown>, phase: Phase): Promise<MovedRange> {
  const answer = sql`
    select coalesce(sum(cells), 0)::int as count, min(first) as first, coalesce(sum(cells * o.price_micros), 0)::bigint as micros
    from grouped join offers o on o.campaign_num = ${campaign.num} and o.n = grouped.offer_n where now = ${phase}`;
  const [range] = await writePhases<MovedRange>(trx, campaign, LOCK_HOLDERS_SHARD, moved, answer);
  return range!;
}
