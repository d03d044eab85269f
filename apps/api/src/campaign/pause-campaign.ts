import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { type AlreadyRunning, readAlreadyRunning } from './already-running.ts';
import type { Trx } from '../db/database.ts';
import { checkStep } from './campaign.rules.ts';
import { lockCampaign, patchCampaign } from './campaign.store.ts';
import { wakeEndpoints } from './expand-campaign.ts';
import { ModelRetired } from './refusals.ts';
import { listRetiredWaiting } from './replan/retired.store.ts';
import { topUpReserve } from './top-up-reserve.ts';

interface PausedCampaign {
  campaign: CampaignRow;
  alreadyRunning: AlreadyRunning;
}

/** Sends nothing new; what is with the provider goes on, and the answer says how much that is. Throws NotAllowed, NotFound, WrongStatus. */
export async function pauseCampaign(deps: Deps, actor: Actor, input: { campaignId: string }): Promise<PausedCampaign> {
  return move(deps, actor, input.campaignId, 'pause');
}

/**
 * Sends again where it was paused. One that went beyond its reserve asks its budgets first; one whose cells wait for a model that retired must be
 * planned again. Throws NotAllowed, NotFound, WrongStatus, ModelRetired, BudgetExceeded.
 */
export async function resumeCampaign(deps: Deps, actor: Actor, input: { campaignId: string }): Promise<CampaignRow> {
  return (await move(deps, actor, input.campaignId, 'resume')).campaign;
}

/** Throws ModelRetired while cells wait for a model that is no longer offered: nothing would be sent, and the campaign would pause again at once. */
async function checkModels(trx: Trx, campaignNum: number): Promise<void> {
  const waiting = await listRetiredWaiting(trx, campaignNum);
  if (waiting.length > 0) throw new ModelRetired(waiting);
}

async function move(deps: Deps, actor: Actor, campaignId: string, step: 'pause' | 'resume'): Promise<PausedCampaign> {
  allow(actor, 'campaign.launch');
  const paused = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, campaignId);
    const status = checkStep(step, row.status);
    if (step === 'resume') await checkModels(trx, row.num);
    const askedMicros = step === 'resume' ? await topUpReserve(trx, deps, actor, row) : 0;
    const moved = await patchCampaign(trx, row.num, { status, paused_because: null });
    const kind = step === 'pause' ? 'campaign.paused' : 'campaign.resumed';
    const about = { workspaceId: actor.workspaceId, campaignNum: row.num, subject: row.id, actorId: actor.userId };
    const alreadyRunning = await readAlreadyRunning(trx, row.num);
    await recordEvents(trx, [{ ...about, kind, facts: { alreadyRunning, ...(askedMicros > 0 ? { askedMicros } : {}) } }]);
    if (step === 'resume') await wakeEndpoints(trx, deps, row.num);
    return { campaign: moved, alreadyRunning };
  });
  deps.events.ring();
  return paused;
}
