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

/** Nobody else counts this workspace's renders until the commit. */
export async function lockQuota(trx: Trx, workspaceId: string): Promise<void> {
  await trx.selectFrom('workspaces').select('id').where('id', '=', workspaceId).forNoKeyUpdate().execute();
}

const today = sql<string>`(dailies_now() at time zone 'UTC')::date`;

/** Renders that a workspace asked for today (UTC), and the time it is now. */
export async function readUsedToday(db: Db, workspaceId: string): Promise<{ used: number; now: Date }> {
  const { rows } = await sql<{ used: number; now: Date }>`
    select greatest(0, coalesce(sum(renders), 0))::int as used, dailies_now() as now
    from quota_uses where workspace_id = ${workspaceId} and day = ${today}`.execute(db);
  return rows[0]!;
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

/** Gives renders back to the day on which their campaign last took some; one that took none gets none. */
export async function insertReturn(trx: Trx, use: QuotaUse): Promise<void> {
  await sql`
    insert into quota_uses (workspace_id, day, campaign_num, renders, key)
    select workspace_id, day, campaign_num, ${0 - use.renders}::int, ${use.key} from quota_uses
    where campaign_num = ${use.campaignNum} and renders > 0 order by id desc limit 1
    on conflict (key) do nothing`.execute(trx);
}
