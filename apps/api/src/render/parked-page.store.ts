import type { Micros, ParkedCause } from '@dailies/schema';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { KeysetPage } from '../graphql/connection.ts';
import type { RenderWithCampaign } from './render-page.store.ts';

export interface ParkedFilter {
  causes?: readonly ParkedCause[] | null | undefined;
  endpointId?: string | null | undefined;
  /** The campaign's public id. */
  campaignId?: string | null | undefined;
}

/** The causes of `parked.rules.ts`, asked of rows. */
const IS_CAUSE: Record<ParkedCause, RawBuilder<SqlBool>> = {
  disputed: sql<SqlBool>`cardinality(renders.disputed_ids) > 0`,
  unseen: sql<SqlBool>`coalesce(cardinality(renders.disputed_ids), 0) = 0 and endpoints.level <> 'L4'`,
  no_list: sql<SqlBool>`coalesce(cardinality(renders.disputed_ids), 0) = 0 and endpoints.level = 'L4'`,
};

const parkedOf = (db: Db, workspaceId: string, { causes, endpointId, campaignId }: ParkedFilter) =>
  db
    .selectFrom('renders')
    .innerJoin('campaigns', 'campaigns.num', 'renders.campaign_num')
    .innerJoin('endpoints', 'endpoints.id', 'renders.endpoint_id')
    .where('renders.status', '=', 'parked')
    .where('campaigns.workspace_id', '=', workspaceId)
    .$if((causes ?? []).length > 0, (select) => select.where((is) => is.or(causes!.map((cause) => IS_CAUSE[cause]))))
    .$if(endpointId != null, (select) => select.where('renders.endpoint_id', '=', endpointId!))
    .$if(campaignId != null, (select) => select.where('campaigns.id', '=', campaignId!));

/** Parked renders of every campaign of the workspace, the oldest attempt first; ids grow with time. */
export async function listParked(db: Db, workspaceId: string, filter: ParkedFilter, page: KeysetPage): Promise<RenderWithCampaign[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]];
  return await parkedOf(db, workspaceId, filter)
    .selectAll('renders')
    .select('campaigns.id as campaign_id')
    .$if(after !== undefined, (select) => select.where('renders.id', '>', String(after)))
    .$if(before !== undefined, (select) => select.where('renders.id', '<', String(before)))
    .orderBy('renders.id', page.inverted ? 'desc' : 'asc')
    .limit(page.limit)
    .execute();
}

/** How many wait, and what they may cost a second time. */
export async function sumParked(db: Db, workspaceId: string, filter: ParkedFilter): Promise<{ count: number; atRiskMicros: Micros }> {
  return await parkedOf(db, workspaceId, filter)
    .select([sql<number>`count(*)::int`.as('count'), sql<Micros>`coalesce(sum(renders.hold_micros), 0)::bigint`.as('atRiskMicros')])
    .executeTakeFirstOrThrow();
}
