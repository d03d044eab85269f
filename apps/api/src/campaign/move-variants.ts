import type { Phase } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import { CONNECTION_SHARD } from '../db/tally-shard.ts';
import { tallyColumns, tallyDeltas, tallySums } from './tallies.ts';

/** What identifies a campaign to the functions that move its variants. */
export interface CampaignKey {
  num: number;
  id: string;
  workspaceId: string;
}

export interface VariantMove {
  index: number;
  to: Phase;
  /** Move only from one of these; absent: from any. */
  from?: readonly Phase[];
  /** Absent: left as it is; null: cleared, so that the variant may be claimed again. */
  renderId?: string | null;
  attempt?: number;
  clipId?: string | null;
}

export interface MovedVariant {
  index: number;
  was: Phase;
  now: Phase;
}

/**
 * Moves single variants, by compare-and-set. Each index at most once a call. Answers those that moved; one that stood elsewhere than `from` is
 * left alone and absent. Rows are locked in order of index: call it once in a transaction for a campaign, and for one campaign in a
 * transaction, so that two callers never wait for each other. A caller that holds the campaign's row lock passes LOCK_HOLDERS_SHARD.
 */
export async function moveVariants(
  trx: Trx,
  campaign: CampaignKey,
  moves: readonly VariantMove[],
  shard: RawBuilder<number> = CONNECTION_SHARD,
): Promise<MovedVariant[]> {
  if (moves.length === 0) return [];
  const column = <Value>(read: (move: VariantMove) => Value) => moves.map(read);
  // NOTE: the campaign's number travels with each row. As a constant it would tempt the planner, which knows nothing yet of a young
  // campaign, to walk all its variants against the list instead of looking each one up.
  const moved = sql`
    wanted as (
      select * from unnest(
        ${column(() => campaign.num)}::int[], ${column((move) => move.index)}::int[],
        ${column((move) => move.to)}::text[], ${column((move) => move.from?.join(' ') ?? null)}::text[],
        ${column((move) => move.renderId !== undefined)}::bool[], ${column((move) => move.renderId ?? null)}::text[],
        ${column((move) => move.attempt ?? null)}::int[],
        ${column((move) => move.clipId !== undefined)}::bool[], ${column((move) => move.clipId ?? null)}::text[]
      ) as move(campaign_num, index, phase, from_phases, sets_render, render_id, attempt, sets_clip, clip_id)
    ), held as (
      select wanted.*, v.phase as was from wanted join variants v on v.campaign_num = wanted.campaign_num and v.index = wanted.index
      order by v.index for update of v
    ), moved as (
      update variants v set
        phase = held.phase,
        render_id = case when held.sets_render then held.render_id else v.render_id end,
        attempt = coalesce(held.attempt, v.attempt),
        clip_id = case when held.sets_clip then held.clip_id else v.clip_id end,
        changed_at = (select dailies_now())
      from held
      where v.campaign_num = held.campaign_num and v.index = held.index
        and (held.from_phases is null or held.was = any(string_to_array(held.from_phases, ' ')))
      returning v.index, v.offer_n, held.was, v.phase as now
    )`;
  return writePhases<MovedVariant>(trx, campaign, shard, moved, sql`select index, was, now from moved order by index`);
}

/**
 * The one door to `variants.phase`: runs the statement and its tallies as one. `moved` are common table expressions of which the last is
 * `moved (index, offer_n, was, now)`, `was` null for a new row; `answer` reads from it or from `grouped (offer_n, was, now, cells, first)`.
 */
export async function writePhases<Answer>(
  trx: Trx,
  campaign: Pick<CampaignKey, 'num'>,
  shard: RawBuilder<number>,
  moved: RawBuilder<unknown>,
  answer: RawBuilder<unknown>,
): Promise<Answer[]> {
  const { rows } = await sql<Answer>`
    with ${moved}, grouped as (
      select offer_n, was, now, count(*)::int as cells, min(index) as first from moved group by offer_n, was, now
    ), tallied as (
      insert into campaign_tallies as kept (campaign_num, shard, ${tallyColumns})
      select ${campaign.num}, ${shard}, ${tallyDeltas} from grouped having bool_or(was is distinct from now)
      on conflict (campaign_num, shard) do update set ${tallySums}
    )
    ${answer}`.execute(trx);
  return rows;
}
