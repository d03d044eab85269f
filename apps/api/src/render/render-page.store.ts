import type { Db } from '../db/database.ts';
import type { EventRow } from '../db/tables/events.table.ts';
import type { RenderRow } from '../db/tables/renders.table.ts';

/** A render with the public id of its campaign. */
export type RenderWithCampaign = RenderRow & { campaign_id: string };

/** Every read is scoped by the campaign's workspace. */
const rendersOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('renders')
    .innerJoin('campaigns', 'campaigns.num', 'renders.campaign_num')
    .selectAll('renders')
    .select('campaigns.id as campaign_id')
    .where('campaigns.workspace_id', '=', workspaceId);

export async function listRendersByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<RenderWithCampaign[]> {
  return await rendersOf(db, workspaceId).where('renders.id', 'in', ids).execute();
}

/** Every attempt at the variants given, oldest first. */
export async function listRendersOfVariants(
  db: Db,
  workspaceId: string,
  variants: readonly { campaignId: string; index: number }[],
): Promise<RenderWithCampaign[]> {
  return await rendersOf(db, workspaceId)
    .where((is) =>
      is(
        is.refTuple('campaigns.id', 'renders.variant_index'),
        'in',
        variants.map((one) => is.tuple(one.campaignId, one.index)),
      ),
    )
    .orderBy('renders.attempt')
    .execute();
}

/** What happened to renders, in the order it was recorded. */
export async function listEventsOfRenders(db: Db, workspaceId: string, renderIds: readonly string[]): Promise<EventRow[]> {
  return await db
    .selectFrom('events')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('subject', 'in', renderIds)
    .orderBy('id')
    .execute();
}
