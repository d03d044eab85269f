import { parseVariantId } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { compileSlots, type PresetFragment } from '../campaign/compile-prompts.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { NotFound } from '../lib/refusal.ts';
import { listPresetsByVersionIds } from '../library/library.store.ts';
import { listSourceCells } from './lineage.store.ts';
import { makeDescendant } from './make-descendant.ts';
import { nameAfter } from './promotion.rules.ts';
import { type VariationWish, type VariedWords, variationOf } from './variation.rules.ts';

export interface VaryVariantInput extends VariationWish {
  variantId: string;
  /** Absent: the source's name with “variation”. */
  name?: string | null | undefined;
  idempotencyKey: string;
}

/**
 * Makes a preview in which one thing differs from a cell, planned and priced, not launched. Throws NotAllowed, NotFound, InputInvalid unless
 * exactly one thing changes, IdempotencyKeyReused, and as `createCampaign` and `planCampaign` do.
 */
export async function varyVariant(deps: Deps, actor: Actor, input: VaryVariantInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const { variantId, name, idempotencyKey, ...wish } = input;
  const place = parseVariantId(variantId);
  if (!place) throw new NotFound('cell');
  return makeDescendant(deps, actor, {
    campaignId: place.campaignId,
    origin: 'variation',
    idempotencyKey,
    wish: [place.index, wish, name ?? null],
    design: async (trx, source) => {
      const [cell] = await listSourceCells(trx, source.num, [place.index]);
      if (!cell) throw new NotFound('cell');
      const varied = variationOf(cell, await readWords(trx, source, place.index), wish);
      const { audio, referenceId } = source.brief;
      const named = { name: name ?? nameAfter(source.name, 'variation'), purpose: 'preview' as const };
      const draft = { ...named, audio, referenceId, reuse: true, ...varied };
      return { draft, sourceIndexes: varied.prompts.map(() => place.index) };
    },
  });
}

/** A cell's words by slot, with its preset as the plan froze it and without. */
async function readWords(trx: Trx, source: CampaignRow, index: number): Promise<VariedWords> {
  const row = await trx
    .selectFrom('variants as v')
    .innerJoin('compiled_prompts as c', (join) => join.onRef('c.campaign_num', '=', 'v.campaign_num').onRef('c.n', '=', 'v.compiled_n'))
    .innerJoin('prompts as p', (join) => join.onRef('p.campaign_num', '=', 'c.campaign_num').onRef('p.n', '=', 'c.prompt_n'))
    .where('v.campaign_num', '=', source.num)
    .where('v.index', '=', index)
    .select(['p.n', 'p.key', 'p.slots', 'p.variables', 'c.preset_version_id'])
    .executeTakeFirstOrThrow();
  const { preset_version_id: versionId, ...prompt } = row;
  const [preset] = versionId === null ? [] : await listPresetsByVersionIds(trx, source.workspace_id, [versionId]);
  const fragment: PresetFragment | null = preset ? { name: preset.name, slots: preset.slots } : null;
  const { template } = source.brief;
  return { whole: compileSlots(prompt, template, fragment), withoutPreset: compileSlots(prompt, template, null) };
}
