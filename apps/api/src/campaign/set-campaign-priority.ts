import type { CampaignPriority } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { checkStep } from './campaign.rules.ts';
import { lockCampaign, patchCampaign } from './campaign.store.ts';

/**
 * Sets which of a workspace's campaigns goes first at an endpoint. It counts from the next claim on: what is intended already is sent as it
 * stands. Other workspaces get neither more nor less by it. Throws NotAllowed, NotFound, WrongStatus.
 */
export async function setCampaignPriority(
  deps: Deps,
  actor: Actor,
  input: { campaignId: string; priority: CampaignPriority },
): Promise<CampaignRow> {
  allow(actor, 'campaign.launch');
  const { campaignId, priority } = input;
  const campaign = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, campaignId);
    checkStep('prioritize', row.status);
    if (row.priority === priority) return row;
    const facts = { was: row.priority, now: priority };
    const about = { workspaceId: actor.workspaceId, campaignNum: row.num, subject: row.id, actorId: actor.userId };
    await recordEvents(trx, [{ ...about, kind: 'campaign.prioritized', facts }]);
    return patchCampaign(trx, row.num, { priority });
  });
  deps.events.ring();
  return campaign;
}
