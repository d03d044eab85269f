import type { Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { statusAfter } from './campaign.rules.ts';
import { lockCampaignOfJob, patchCampaign } from './campaign.store.ts';
import type { CampaignKey } from './move-variants.ts';

/**
 * Makes room for a video that comes after its cell was given up: locks the campaign first, as everybody does, and sets it running where it was
 * completed. Answers false where nothing is rendered in it any more.
 */
export async function reopenCampaign(trx: Trx, campaign: CampaignKey): Promise<boolean> {
  const row = await lockCampaignOfJob(trx, campaign.id);
  const status = row && statusAfter('retry', row.status);
  if (!row || !status) return false;
  if (row.status !== 'completed') return true;
  await patchCampaign(trx, row.num, { status, completed_at: null });
  const about = { workspaceId: campaign.workspaceId, campaignNum: campaign.num };
  await recordEvents(trx, [{ ...about, kind: 'campaign.reopened', subject: campaign.id }]);
  return true;
}
