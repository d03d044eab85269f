import type { CampaignStatus } from '@dailies/schema';
import { type Insertable, sql, type UpdateObject } from 'kysely';
import type { Db, Tables, Trx } from '../db/database.ts';
import type { CampaignRow, CampaignsTable } from '../db/tables/campaigns.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';
import { NotFound } from '../lib/refusal.ts';
import type { CampaignKey } from './move-variants.ts';

export interface CampaignFilter {
  /** Absent or empty: all but the archived. */
  status?: readonly CampaignStatus[] | null | undefined;
  /** Part of the name, in any case. */
  search?: string | null | undefined;
}

export function keyOf(campaign: Pick<CampaignRow, 'num' | 'id' | 'workspace_id'>): CampaignKey {
  return { num: campaign.num, id: campaign.id, workspaceId: campaign.workspace_id };
}

/** For a job, which acts for the house and knows a campaign by its number. */
export async function getCampaignKey(db: Db, num: number): Promise<CampaignKey> {
  const row = await db.selectFrom('campaigns').select(['num', 'id', 'workspace_id']).where('num', '=', num).executeTakeFirstOrThrow();
  return keyOf(row);
}

/** Throws NotFound. */
export async function getCampaign(db: Db, workspaceId: string, id: string): Promise<CampaignRow> {
  const [row] = await listCampaignsByIds(db, workspaceId, [id]);
  if (!row) throw new NotFound('campaign');
  return row;
}

/** The campaign under its row lock: from here to the commit nobody else changes its status, plan or counts. Throws NotFound. */
export async function lockCampaign(trx: Trx, workspaceId: string, id: string): Promise<CampaignRow> {
  const row = await trx
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFound('campaign');
  return row;
}

/** The same for a job, which acts for the house; null when the campaign is gone. */
export async function lockCampaignOfJob(trx: Trx, id: string): Promise<CampaignRow | null> {
  return (await trx.selectFrom('campaigns').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()) ?? null;
}

export async function listCampaignsByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<CampaignRow[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('campaigns').selectAll().where('id', 'in', ids).where('workspace_id', '=', workspaceId).execute();
}

export async function listCampaignsByNums(db: Db, workspaceId: string, nums: readonly number[]): Promise<CampaignRow[]> {
  return db.selectFrom('campaigns').selectAll().where('num', 'in', nums).where('workspace_id', '=', workspaceId).execute();
}

/** Public ids by num. */
export async function listCampaignIds(db: Db, workspaceId: string, nums: readonly number[]): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('campaigns')
    .select(['num', 'id'])
    .where('num', 'in', nums)
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(rows.map((row) => [row.num, row.id]));
}

/** Newest first; the sort key is `num`. */
export async function listCampaigns(db: Db, workspaceId: string, filter: CampaignFilter, page: KeysetPage): Promise<CampaignRow[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]].map((key) => (key === undefined ? null : Number(key)));
  return filtered(db, workspaceId, filter)
    .selectAll()
    .$if(after !== null, (select) => select.where('num', '<', after!))
    .$if(before !== null, (select) => select.where('num', '>', before!))
    .orderBy('num', page.inverted ? 'asc' : 'desc')
    .limit(page.limit)
    .execute();
}

export async function countCampaigns(db: Db, workspaceId: string, filter: CampaignFilter): Promise<number> {
  const { count } = await filtered(db, workspaceId, filter)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertCampaign(trx: Trx, campaign: Insertable<CampaignsTable>): Promise<CampaignRow> {
  return trx.insertInto('campaigns').values(campaign).returningAll().executeTakeFirstOrThrow();
}

export async function patchCampaign(trx: Trx, num: number, patch: UpdateObject<Tables, 'campaigns'>): Promise<CampaignRow> {
  return trx.updateTable('campaigns').set(patch).where('num', '=', num).returningAll().executeTakeFirstOrThrow();
}

/** Where a campaign's variants are rendered. */
export async function listEndpointIds(db: Db, campaignNum: number): Promise<string[]> {
  const rows = await db
    .selectFrom('offers')
    .select('endpoint_id')
    .distinct()
    .where('campaign_num', '=', campaignNum)
    .where('verdict', '=', 'ok')
    .orderBy('endpoint_id')
    .execute();
  return rows.map((row) => row.endpoint_id);
}

function filtered(db: Db, workspaceId: string, filter: CampaignFilter) {
  const asked = filter.status ?? [];
  const pattern = `%${(filter.search ?? '').trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return db
    .selectFrom('campaigns')
    .where('workspace_id', '=', workspaceId)
    .$if(asked.length > 0, (select) => select.where('status', 'in', [...asked]))
    .$if(asked.length === 0, (select) => select.where('status', '<>', 'archived'))
    .$if(pattern !== '%%', (select) => select.where('name', 'ilike', pattern));
}
