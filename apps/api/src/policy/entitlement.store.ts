import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { EntitlementRow } from '../db/tables/entitlements.table.ts';

/** What the workspace's edition may do. */
export async function getEntitlement(db: Db, workspaceId: string): Promise<EntitlementRow> {
  return await db
    .selectFrom('workspaces as w')
    .innerJoin('entitlements as e', 'e.edition', 'w.edition')
    .selectAll('e')
    .where('w.id', '=', workspaceId)
    .executeTakeFirstOrThrow();
}

/** What every edition may do. */
export async function listEntitlements(db: Db): Promise<EntitlementRow[]> {
  return await db.selectFrom('entitlements').selectAll().execute();
}

/** Nobody else counts this workspace's renders until the commit. A lock of its own: who claims variants holds the workspace's row. */
export async function lockQuota(trx: Trx, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quota:${workspaceId}`}, 0))`.execute(trx);
}

const today = sql<string>`(dailies_now() at time zone 'UTC')::date`;

/** Renders that a workspace asked for today (UTC), and the time it is now. */
export async function readUsedToday(db: Db, workspaceId: string): Promise<{ used: number; now: Date }> {
  const { rows } = await sql<{ used: number; now: Date }>`
    select greatest(0, coalesce(sum(renders), 0))::int as used, dailies_now() as now
    from quota_uses where workspace_id = ${workspaceId} and day = ${today}`.execute(db);
  return rows[0]!;
}

/** Renders that take a place of the workspace's limit in flight, as claiming counts them: at providers, or claimed to go there. */
export async function countInFlight(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from renders r join campaigns c on c.num = r.campaign_num
    where c.workspace_id = ${workspaceId}
      and (r.status in ('submitting', 'ambiguous', 'running') or (r.status = 'intended' and c.status <> 'paused'))`.execute(db);
  return rows[0]!.count;
}

/** A change of what a workspace used. `key` forbids counting a thing twice. */
export interface QuotaUse {
  workspaceId: string;
  campaignNum: number;
  renders: number;
  key: string;
}

export async function insertUse(trx: Trx, use: QuotaUse): Promise<void> {
  await sql`
    insert into quota_uses (workspace_id, day, campaign_num, renders, key)
    values (${use.workspaceId}, ${today}, ${use.campaignNum}, ${use.renders}, ${use.key}) on conflict (key) do nothing`.execute(trx);
}

/**
 * Gives renders back to the days on which their campaign took them, the last first and never more than it took there; one that took none gets
 * none. Repeating it gives nothing.
 */
export async function insertReturn(trx: Trx, use: QuotaUse): Promise<void> {
  await sql`
    with taken as (
      select workspace_id, day, sum(renders)::int as net, (sum(sum(renders)) over (order by day desc))::int as up_to
      from quota_uses where campaign_num = ${use.campaignNum} group by workspace_id, day having sum(renders) > 0
    )
    insert into quota_uses (workspace_id, day, campaign_num, renders, key)
    select workspace_id, day, ${use.campaignNum}::int, 0 - least(net, ${use.renders}::int - (up_to - net)),
      case when row_number() over (order by day desc) = 1 then ${use.key}::text else ${use.key}::text || ':' || day end
    from taken
    where up_to - net < ${use.renders}::int and not exists (select from quota_uses given where given.key = ${use.key})
    on conflict (key) do nothing`.execute(trx);
}
