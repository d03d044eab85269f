import { readToday } from '../catalog/read-today.ts';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { checkName, shapeOfBrief } from './brief.rules.ts';
import { checkStep } from './campaign.rules.ts';
import { lockCampaign, patchCampaign } from './campaign.store.ts';
import { type BriefInput, mergeBrief, type PromptInput, readPrompts, writePrompts } from './create-campaign.ts';
import { keepSnapshot } from './plan-snapshot.store.ts';
import { deleteNamedCells, deletePlanRows } from './plan.store.ts';
import { countPrompts, deletePrompts } from './prompt.store.ts';
import { checkBriefChoices } from './read-choices.ts';

export interface UpdateCampaignInput extends BriefInput {
  campaignId: string;
  name?: string | null | undefined;
  /** Replaces all prompts. */
  prompts?: readonly PromptInput[] | null | undefined;
}

/**
 * Edits a campaign; what the input leaves out stays. A changed brief or prompt takes a planned campaign back to draft; a name alone changes nothing
 * else, at any time. Throws as `createCampaign` does, and NotFound, WrongStatus.
 */
export async function updateCampaign(deps: Deps, actor: Actor, input: UpdateCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const name = input.name == null ? null : checkName(input.name);

  const campaign = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    const brief = mergeBrief(row.brief, input);
    const isBriefChanged = JSON.stringify(brief) !== JSON.stringify(mergeBrief(row.brief, {}));
    if (isBriefChanged || input.prompts) {
      checkStep('update', row.status);
      const prompts = input.prompts ? readPrompts(input.prompts, brief.template) : null;
      shapeOfBrief(brief, prompts?.length ?? (await countPrompts(trx, row.num)));
      const isReferenceNew = brief.referenceId !== (row.brief.referenceId ?? null);
      await checkBriefChoices(trx, actor.workspaceId, brief, { today: await readToday(trx), isReferenceNew });
      if (prompts) {
        await deletePrompts(trx, row.num);
        await writePrompts(trx, row.num, prompts);
      }
      await backToDraft(trx, row);
    }
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: row.num, kind: 'campaign.updated', subject: row.id, actorId: actor.userId },
    ]);
    return patchCampaign(trx, row.num, { brief: JSON.stringify(brief), name: name ?? row.name });
  });
  deps.events.ring();
  return campaign;
}

/**
 * Takes a campaign that may be edited back to draft. What its plan was is kept, so that a launch of it is told what moved; what
 * named its cells goes with them.
 */
export async function backToDraft(trx: Trx, campaign: CampaignRow): Promise<void> {
  if (campaign.status === 'draft') return;
  if (campaign.plan) await keepSnapshot(trx, campaign.num, campaign.plan.shape, { axes: true });
  await deletePlanRows(trx, campaign.num);
  await deleteNamedCells(trx, campaign.num);
  await patchCampaign(trx, campaign.num, {
    status: checkStep('update', campaign.status),
    plan_hash: null,
    variant_count: 0,
    expanded_count: 0,
    admitted_count: 0,
    planned_at: null,
  });
}
