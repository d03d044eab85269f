import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

export interface PaidTwiceRow {
  count: number;
  lossMicros: Micros;
}

/** What campaigns of a workspace paid for second videos of their own requests; a campaign without any has no row. */
export async function sumPaidTwice(db: Db, workspaceId: string, campaignNums: readonly number[]): Promise<Map<number, PaidTwiceRow>> {
  const { rows } = await sql<PaidTwiceRow & { num: number }>`
    select campaign_num as num, count(*)::int as count, sum(price_micros)::bigint as "lossMicros" from orphans
    where workspace_id = ${workspaceId} and campaign_num = any(${[...campaignNums]}::int[]) and booked_at is not null and price_micros > 0
    group by campaign_num`.execute(db);
  return new Map(rows.map(({ num, ...row }) => [num, row]));
}

/** Where a campaign's cells may render. */
export async function listEndpointsOfCampaign(db: Db, campaignNum: number): Promise<string[]> {
  const rows = await db.selectFrom('offers').select('endpoint_id').distinct().where('campaign_num', '=', campaignNum).execute();
  return rows.map((row) => row.endpoint_id).toSorted();
}

/** A campaign's cells that wait to be sent, by the endpoint that would render them. */
export async function countQueuedAt(db: Db, campaignNum: number, endpointIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('variants as v')
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .where('v.campaign_num', '=', campaignNum)
    .where('v.phase', '=', 'queued')
    .where('o.endpoint_id', 'in', endpointIds)
    .select(['o.endpoint_id', sql<number>`count(*)::int`.as('waiting')])
    .groupBy('o.endpoint_id')
    .execute();
  return new Map(rows.map((row) => [row.endpoint_id, row.waiting]));
}

/** What speaks for somebody else sending with an endpoint's key. */
export interface KeyDoubtRow {
  /** Parked sends that several videos match. */
  disputed: number;
  /** Videos that no render ever asked for, and that are still there. */
  unknown: number;
}

/** Seen by one workspace, by endpoint; one that nothing speaks against has no row. */
export async function readKeyDoubts(db: Db, workspaceId: string, endpointIds: readonly string[]): Promise<Map<string, KeyDoubtRow>> {
  const { rows } = await sql<KeyDoubtRow & { id: string }>`
    select e.id, parked.count as disputed, kept.count as unknown
    from unnest(${[...endpointIds]}::text[]) as e (id)
    cross join lateral (
      select count(*)::int as count from renders r join campaigns c on c.num = r.campaign_num
      where r.endpoint_id = e.id and r.status = 'parked' and cardinality(r.disputed_ids) > 1 and c.workspace_id = ${workspaceId}) parked
    cross join lateral (
      select count(*)::int as count from orphans o
      where o.workspace_id = ${workspaceId} and o.endpoint_id = e.id and o.kind = 'unknown' and o.deleted_at is null) kept
    where parked.count + kept.count > 0`.execute(db);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
