import type { Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { statusAfter } from './campaign.rules.ts';
import type { CampaignKey } from './move-variants.ts';

/** Why the house pauses a campaign: a code for programs, sentences for people, and what else belongs into the event. */
export interface HousePause {
  code: 'beyond_reserve' | 'model_retired' | 'provider_changed' | 'restored';
  because: string;
  facts?: Record<string, unknown>;
}

/**
 * Pauses a running campaign until a person has looked; one that is paused already keeps its status and says this reason. Answers whether it was
 * running or paused: nothing else is touched.
 */
export async function pauseByHouse(trx: Trx, campaign: CampaignKey, { code, because, facts }: HousePause): Promise<boolean> {
  const row = await trx.selectFrom('campaigns').select('status').where('num', '=', campaign.num).forNoKeyUpdate().executeTakeFirst();
  const paused = row && statusAfter('pause', row.status);
  if (!paused && row?.status !== 'paused') return false;
  await trx.updateTable('campaigns').set({ status: 'paused', paused_because: because }).where('num', '=', campaign.num).execute();
  if (paused) {
    const about = { workspaceId: campaign.workspaceId, campaignNum: campaign.num, subject: campaign.id };
    await recordEvents(trx, [{ ...about, kind: 'campaign.paused', facts: { because: code, ...facts } }]);
  }
  return true;
}
