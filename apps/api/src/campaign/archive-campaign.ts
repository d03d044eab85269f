import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { checkStep, mayRest } from './campaign.rules.ts';
import { lockCampaign, patchCampaign } from './campaign.store.ts';
import { WrongStatus } from './refusals.ts';
import { readPhaseCounts } from './tallies.ts';

/**
 * Puts an ended campaign away: lists leave it out unless they are asked for it, all else of it stays. There is no way back; `cloneCampaign` makes
 * a new one of it. Throws NotAllowed, NotFound, WrongStatus, also while something of a cancelled one is still to end.
 */
export async function archiveCampaign(deps: Deps, actor: Actor, input: { campaignId: string }): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const campaign = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    const status = checkStep('archive', row.status);
    const counts = (await readPhaseCounts(trx, [row.num])).get(row.num);
    if (counts && !mayRest(counts))
      throw new WrongStatus('Some of its renders have not ended yet. Archive it once they have: nothing is left running then.', row.status);
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: row.num, kind: 'campaign.archived', subject: row.id, actorId: actor.userId },
    ]);
    return patchCampaign(trx, row.num, { status });
  });
  deps.events.ring();
  return campaign;
}
