import { LIVE_PHASES, PHASES, type Phase } from '@dailies/schema';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/database.ts';

/** Variants by phase. */
export type PhaseCounts = Record<Phase, number>;

const list = (piece: (phase: Phase) => RawBuilder<unknown>) => sql.join(PHASES.map(piece));

/** `excluded, blocked, …`: the counted columns. */
export const tallyColumns = list((phase) => sql.ref(phase));
/** The change of each count over groups of (was, now, cells). */
export const tallyDeltas = list(
  (phase) => sql`coalesce(sum(cells) filter (where now = ${phase}), 0) - coalesce(sum(cells) filter (where was = ${phase}), 0)`,
);
/** The upsert's right side: `kept` is the row that stands, `excluded` the row that came. */
export const tallySums = list((phase) => sql`${sql.ref(phase)} = kept.${sql.ref(phase)} + excluded.${sql.ref(phase)}`);

/** Counts by phase of each campaign, from its tallies: never a count over variants. A campaign without tallies is absent. */
export async function readPhaseCounts(db: Db, campaignNums: readonly number[]): Promise<Map<number, PhaseCounts>> {
  if (campaignNums.length === 0) return new Map();
  const sums = list((phase) => sql`sum(${sql.ref(phase)})::int as ${sql.ref(phase)}`);
  const { rows } = await sql<PhaseCounts & { campaign_num: number }>`
    select campaign_num, ${sums} from campaign_tallies where campaign_num = any(${campaignNums}::int[]) group by campaign_num`.execute(db);
  return new Map(rows.map(({ campaign_num: num, ...counts }) => [num, counts]));
}

/** Variants that still may become a clip or cost money: queued, rendering, finalizing or parked. */
export async function readLiveCount(db: Db, campaignNum: number): Promise<number> {
  const live = sql.join(
    LIVE_PHASES.map((phase) => sql.ref(phase)),
    sql` + `,
  );
  const { rows } = await sql<{ live: number }>`
    select coalesce(sum(${live}), 0)::int as live from campaign_tallies where campaign_num = ${campaignNum}`.execute(db);
  return rows[0]!.live;
}
