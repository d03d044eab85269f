import type { RejectionRule } from '@dailies/schema/lint';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import { USUAL_DAYS } from './spike.rules.ts';

const today = sql<string>`(dailies_now() at time zone 'UTC')::date`;

/** One text and a rule that rejects it. */
export interface Rejection {
  rule: RejectionRule;
  promptSha256: Buffer;
  promptN: number;
}

export interface RejectionsOf {
  workspaceId: string;
  campaignNum: number;
  userId: string;
  packVersion: string;
}

/** Writes rejections under today; a text that was rejected today already counts once more. No two of them may be the same text and rule. */
export async function insertRejections(trx: Trx, of: RejectionsOf, rejections: readonly Rejection[]): Promise<void> {
  await sql`
    insert into policy_rejections (workspace_id, day, campaign_num, rule, prompt_sha256, prompt_n, pack_version, user_id)
    select ${of.workspaceId}, ${today}, ${of.campaignNum}::int, rule, sha, n, ${of.packVersion}, ${of.userId}
    from unnest(
      ${rejections.map((one) => one.rule)}::text[], ${rejections.map((one) => one.promptSha256)}::bytea[],
      ${rejections.map((one) => one.promptN)}::int[]
    ) as rejected(rule, sha, n)
    on conflict (workspace_id, day, campaign_num, rule, prompt_sha256)
      do update set times = policy_rejections.times + 1, pack_version = excluded.pack_version, at = dailies_now()`.execute(trx);
}

/** A workspace's rejected texts: today, and on each earlier day that had some, within the days that tell what is usual. */
export async function readDailyRejections(db: Db, workspaceId: string): Promise<{ today: number; earlier: number[] }> {
  const { rows } = await sql<{ isToday: boolean; count: number }>`
    select day = ${today} as "isToday", count(distinct (campaign_num, prompt_sha256))::int as count
    from policy_rejections
    where workspace_id = ${workspaceId} and day >= ${today} - ${USUAL_DAYS}::int
    group by day`.execute(db);
  return {
    today: rows.find((row) => row.isToday)?.count ?? 0,
    earlier: rows.filter((row) => !row.isToday).map((row) => row.count),
  };
}

/** Remembers that today's spike is told; false when it was told before. */
export async function insertSpike(trx: Trx, spike: { workspaceId: string; rejections: number; usual: number }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into policy_spikes (workspace_id, day, rejections, usual)
    values (${spike.workspaceId}, ${today}, ${spike.rejections}::int, ${spike.usual}::numeric)
    on conflict do nothing`.execute(trx);
  return numAffectedRows === 1n;
}

/** How often one rule rejected on one day. */
export interface RejectionCount {
  day: string;
  rule: RejectionRule;
  prompts: number;
  times: number;
}

/** Rejections of the last `days` days, today included, newest first; of one campaign where it is named. */
export async function readRejections(
  db: Db,
  workspaceId: string,
  options: { days: number; campaignNum: number | null },
): Promise<RejectionCount[]> {
  const { rows } = await sql<RejectionCount>`
    select day, rule, count(*)::int as prompts, sum(times)::int as times
    from policy_rejections
    where workspace_id = ${workspaceId} and day > ${today} - ${options.days}::int
      and (${options.campaignNum}::int is null or campaign_num = ${options.campaignNum})
    group by day, rule order by day desc, times desc, rule`.execute(db);
  return rows;
}
