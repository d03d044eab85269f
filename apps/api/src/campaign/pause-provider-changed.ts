import { sql } from 'kysely';
import type { ProviderChange } from '../catalog/provider-change.ts';
import type { Deps } from '../deps.ts';
import type { CampaignKey } from './move-variants.ts';
import { pauseByHouse } from './pause-by-house.ts';

/**
 * Another provider took the place of the one that campaigns were planned for: those under way pause before anything is sent to it, because their
 * cells were priced and chosen for the other.
 */
export async function pauseProviderChanged(deps: Deps, endpointId: string, { was, is }: ProviderChange): Promise<void> {
  const { rows } = await sql<CampaignKey>`
    select c.num, c.id, c.workspace_id as "workspaceId" from campaigns c
    where c.status in ('running', 'paused') and exists (select from offers o where o.campaign_num = c.num and o.endpoint_id = ${endpointId})
    order by c.num`.execute(deps.db);
  const because =
    `This campaign was planned for ${was}; the same endpoint is ${is} now, with prices and models of its own. Resume to render the rest there at the ` +
    'price that was planned, or make a copy and plan it anew.';
  for (const campaign of rows) {
    await deps.db.transaction().execute((trx) => pauseByHouse(trx, campaign, { code: 'provider_changed', because, facts: { was, is } }));
    deps.log.warn({ event: 'campaign.provider_changed', campaignId: campaign.id, was, is });
  }
}
