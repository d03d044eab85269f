import type { Micros } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';

export interface CostSort {
  by: 'created' | 'held' | 'settled' | 'saved';
  direction: 'asc' | 'desc';
}

/** A campaign and what it is sorted by: micros, or its number. */
export type PaidCampaignRow = CampaignRow & { sort_key: number };

/** Money of all campaigns of a workspace together, in whole micros. */
export interface WorkspaceCosts {
  heldMicros: Micros;
  settledMicros: Micros;
  savedMicros: Micros;
  /** Billed, and of no campaign. */
  unattributedMicros: Micros;
}

/** Campaigns with their balances; those that money never touched are left out. */
const paidOf = (workspaceId: string): RawBuilder<unknown> => sql`
  campaigns c cross join lateral (
    select coalesce(sum(k.held_micros), 0)::bigint as held, coalesce(sum(k.settled_micros), 0)::bigint as settled
    from ledger_balances k where k.campaign_num = c.num
  ) money
  where c.workspace_id = ${workspaceId} and (money.held <> 0 or money.settled <> 0 or c.saved_micros > 0)`;

const SORT_KEYS: Record<CostSort['by'], RawBuilder<number>> = {
  created: sql`c.num`,
  held: sql`money.held`,
  settled: sql`money.settled`,
  saved: sql`c.saved_micros`,
};

/** Campaigns that cost or saved money; the sort keys are `sort_key` and `num`. */
export async function listPaidCampaigns(db: Db, workspaceId: string, sort: CostSort, page: KeysetPage): Promise<PaidCampaignRow[]> {
  const key = SORT_KEYS[sort.by];
  const grows = (sort.direction === 'asc') !== page.inverted;
  const [start, end] = page.inverted ? [page.before, page.after] : [page.after, page.before];
  const beyond = (keys: (string | number)[] | null, forwards: boolean) =>
    keys === null ? sql`true` : sql`(${key}, c.num) ${forwards ? sql`>` : sql`<`} (${Number(keys[0])}::bigint, ${Number(keys[1])}::int)`;
  const order = grows ? sql`asc` : sql`desc`;
  const { rows } = await sql<PaidCampaignRow>`
    select c.*, ${key} as sort_key from ${paidOf(workspaceId)} and ${beyond(start, grows)} and ${beyond(end, !grows)}
    order by ${key} ${order}, c.num ${order} limit ${page.limit}`.execute(db);
  return rows;
}

export async function countPaidCampaigns(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${paidOf(workspaceId)}`.execute(db);
  return rows[0]!.count;
}

/** What all campaigns of a workspace hold, spent and saved, and what was billed for none of them. */
export async function readWorkspaceCosts(db: Db, workspaceId: string): Promise<WorkspaceCosts> {
  const { rows } = await sql<WorkspaceCosts>`
    select coalesce(sum(money.held), 0)::bigint as "heldMicros", coalesce(sum(money.settled), 0)::bigint as "settledMicros",
      coalesce(sum(c.saved_micros), 0)::bigint as "savedMicros", (
        select coalesce(sum(a.micros - a.returned_micros), 0)::bigint from admissions a
        where a.workspace_id = ${workspaceId} and a.campaign_num is null) as "unattributedMicros"
    from ${paidOf(workspaceId)}`.execute(db);
  return rows[0]!;
}
