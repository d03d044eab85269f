import { readToday } from '../catalog/read-today.ts';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { listModels } from '../catalog/catalog.store.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { findReference } from '../library/reference.store.ts';
import { makeDescendant } from './make-descendant.ts';
import { previewChoice } from './preview.rules.ts';
import { nameAfter } from './promotion.rules.ts';
import { readPrompts } from './read-prompts.ts';

export interface PreviewCampaignInput {
  campaignId: string;
  idempotencyKey: string;
}

/**
 * Makes a cheap preview of a campaign: the same prompts and presets, at the shortest length on a standard model, planned and priced, not
 * launched. Throws NotAllowed, NotFound, InputInvalid where the catalogue has no standard model for it, IdempotencyKeyReused, and as `createCampaign`
 * and `planCampaign` do.
 */
export async function previewCampaign(deps: Deps, actor: Actor, input: PreviewCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  return makeDescendant(deps, actor, {
    campaignId: input.campaignId,
    origin: 'preview',
    idempotencyKey: input.idempotencyKey,
    wish: null,
    design: async (trx, source) => {
      const { presetIds, template, audio, reuse, referenceId, axisMode, sizes } = source.brief;
      const today = await readToday(trx);
      const wanted = { ...source.brief, sizes: axisMode === 'zip' ? sizes.slice(0, 1) : sizes };
      const reference = referenceId ? await findReference(trx, actor.workspaceId, referenceId) : null;
      const choice = previewChoice(await listModels(trx, today), wanted, today, reference);
      const draft = {
        name: nameAfter(source.name, 'preview'),
        purpose: 'preview' as const,
        axisMode,
        presetIds,
        template,
        audio,
        reuse,
        referenceId,
        ...choice,
        prompts: await readPrompts(trx, source.num),
      };
      return { draft, sourceIndexes: [] };
    },
  });
}
