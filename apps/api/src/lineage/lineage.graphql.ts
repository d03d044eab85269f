import { NotAllowed } from '../access/allow.ts';
import { campaignIdLoader, campaignLoader, variantLoader } from '../campaign/campaign-loaders.ts';
import * as refusals from '../campaign/refusals.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, defineLoader } from '../graphql/context.ts';
import { CampaignOriginEnum, CampaignPurposeEnum, SlotEnum, VerdictEnum } from '../graphql/enums.ts';
import { findLocalId, getLocalId } from '../graphql/global-id.ts';
import { CampaignRef, type VariantNode, VariantRef } from '../graphql/refs.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { ModerationUnavailable } from '../policy/refusals.ts';
import { variantId } from '@dailies/schema';
import { cloneCampaign } from './clone-campaign.ts';
import { type LineageLink, listDescendants, listMadeFrom, listSourcesOf } from './lineage.store.ts';
import { previewCampaign } from './preview-campaign.ts';
import { promoteVariants } from './promote-variants.ts';
import { setWinners } from './set-winners.ts';
import { varyVariant } from './vary-variant.ts';

const descendantsLoader = defineLoader(async (nums: readonly number[], { deps, actor }) =>
  Map.groupBy(await listDescendants(deps.db, actor.workspaceId, nums), (row) => row.parent_num!),
);

function linkLoader(list: typeof listSourcesOf) {
  return defineLoader(async (places: readonly string[], { deps, actor }) => {
    const asked = places.map((place) => place.split('.').map(Number) as [number, number]);
    const links = await list(deps.db, actor.workspaceId, { nums: asked.map(([num]) => num), indexes: asked.map(([, index]) => index) });
    return Map.groupBy(links, ({ num, index }) => `${num}.${index}`);
  });
}
const sourceLoader = linkLoader(listSourcesOf);
const madeFromLoader = linkLoader(listMadeFrom);

const placeOf = (variant: VariantNode) => `${variant.campaign_num}.${variant.index}`;

async function variantsOf(links: readonly LineageLink[] | null, context: Context): Promise<VariantNode[]> {
  const ids = (links ?? []).map((link) => variantId(link.otherCampaignId, link.otherIndex));
  const variants = await Promise.all(ids.map((id) => variantLoader(context).load(id)));
  return variants.filter((variant) => variant !== null);
}

builder.objectFields(CampaignRef, (t) => ({
  purpose: t.expose('purpose', { type: CampaignPurposeEnum }),
  origin: t.expose('origin', {
    type: CampaignOriginEnum,
    nullable: true,
    description: 'How it came from `parent`; null beside a parent: a copy of it, there to be edited.',
  }),
  parent: t.field({
    type: CampaignRef,
    nullable: true,
    description: 'The campaign it was made from.',
    resolve: async ({ parent_num: num }, _args, context) => {
      const id = num === null ? null : await campaignIdLoader(context).load(num);
      return id === null ? null : campaignLoader(context).load(id);
    },
  }),
  descendants: t.field({
    type: [CampaignRef],
    description: 'Campaigns made from this one, oldest first.',
    resolve: async ({ num }, _args, context) => (await descendantsLoader(context).load(num)) ?? [],
  }),
}));

builder.objectFields(VariantRef, (t) => ({
  isWinner: t.exposeBoolean('is_winner', { description: 'Whether a person marked it as one of the best.' }),
  madeFrom: t.field({
    type: VariantRef,
    nullable: true,
    description: 'The cell of an earlier campaign that this one was promoted or varied from.',
    resolve: async (variant, _args, context) => {
      const [source] = await variantsOf(await sourceLoader(context).load(placeOf(variant)), context);
      return source ?? null;
    },
  }),
  becameVariants: t.field({
    type: [VariantRef],
    description: 'Cells of later campaigns that were promoted or varied from this one, at most 100.',
    resolve: async (variant, _args, context) => variantsOf(await madeFromLoader(context).load(placeOf(variant)), context),
  }),
}));

function successOf(name: string) {
  return builder
    .objectRef<{ campaign: CampaignRow }>(`${name}Success`)
    .implement({ fields: (t) => ({ campaign: t.expose('campaign', { type: CampaignRef }) }) });
}

const SlotVariationInput = builder.inputType('SlotVariationInput', {
  description: 'Other words for one slot, each a cell.',
  fields: (t) => ({ slot: t.field({ type: SlotEnum, required: true }), texts: t.stringList({ required: true }) }),
});

const READ = [NotAllowed, NotFound, InputInvalid];
const MAKE = [
  ...READ,
  refusals.WrongStatus,
  refusals.IdempotencyKeyReused,
  refusals.UnknownModel,
  refusals.UnknownSize,
  refusals.UnknownSeconds,
  refusals.UnknownPreset,
  refusals.UnknownReference,
  refusals.TooManyVariants,
  refusals.PromptInvalid,
  refusals.UnknownVariable,
];
const MAKE_AND_PLAN = [...MAKE, ModerationUnavailable];

const modelIdsOf = (ids: readonly string[] | null | undefined) => ids?.map((id) => findLocalId('Model', id) ?? id);

builder.mutationFields((t) => ({
  setWinners: t.fieldWithInput({
    type: successOf('SetWinners'),
    description: 'Marks cells as the best, or takes the mark back.',
    input: {
      campaignId: t.input.id({ required: true }),
      variantIds: t.input.idList({ required: true }),
      isWinner: t.input.boolean({ required: true }),
    },
    errors: { types: READ },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await setWinners(deps, actor, {
        campaignId: getLocalId('Campaign', input.campaignId),
        variantIds: input.variantIds.map((id) => getLocalId('Variant', id)),
        isWinner: input.isWinner,
      }),
    }),
  }),
  previewCampaign: t.fieldWithInput({
    type: successOf('PreviewCampaign'),
    description:
      'Makes a cheap preview of a campaign: the same prompts and presets, shortest length, standard model. Planned, not launched.',
    input: { campaignId: t.input.id({ required: true }), idempotencyKey: t.input.string({ required: true }) },
    errors: { types: MAKE_AND_PLAN },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await previewCampaign(deps, actor, {
        campaignId: getLocalId('Campaign', input.campaignId),
        idempotencyKey: input.idempotencyKey,
      }),
    }),
  }),
  promoteVariants: t.fieldWithInput({
    type: successOf('PromoteVariants'),
    description: 'Makes a campaign of finals from chosen cells: the same words, longer, larger or by another model. Planned, not launched.',
    input: {
      campaignId: t.input.id({ required: true }),
      variantIds: t.input.idList({ required: true }),
      name: t.input.string(),
      seconds: t.input.intList(),
      sizes: t.input.stringList(),
      modelIds: t.input.idList(),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: MAKE_AND_PLAN },
    resolve: async (_root, { input: { campaignId, variantIds, modelIds, ...wish } }, { deps, actor }) => ({
      campaign: await promoteVariants(deps, actor, {
        ...wish,
        campaignId: getLocalId('Campaign', campaignId),
        variantIds: variantIds.map((id) => getLocalId('Variant', id)),
        modelIds: modelIdsOf(modelIds),
      }),
    }),
  }),
  varyVariant: t.fieldWithInput({
    type: successOf('VaryVariant'),
    description: 'Makes a preview in which exactly one thing differs from a cell: one slot, or the presets, sizes, lengths or models.',
    input: {
      variantId: t.input.id({ required: true }),
      name: t.input.string(),
      slot: t.input.field({ type: SlotVariationInput }),
      presetIds: t.input.idList(),
      sizes: t.input.stringList(),
      seconds: t.input.intList(),
      modelIds: t.input.idList(),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: MAKE_AND_PLAN },
    resolve: async (_root, { input: { variantId: id, slot, presetIds, modelIds, ...wish } }, { deps, actor }) => ({
      campaign: await varyVariant(deps, actor, {
        ...wish,
        variantId: getLocalId('Variant', id),
        slot,
        presetIds: presetIds?.map((preset) => findLocalId('Preset', preset) ?? preset),
        modelIds: modelIdsOf(modelIds),
      }),
    }),
  }),
  cloneCampaign: t.fieldWithInput({
    type: successOf('CloneCampaign'),
    description:
      'Copies a campaign into a draft to edit: all of it, or the prompts of some cells with the axes those cells have. Not planned.',
    input: {
      campaignId: t.input.id({ required: true }),
      name: t.input.string(),
      variantIds: t.input.idList(),
      failureCodes: t.input.stringList({ description: 'Only prompts of cells that failed for one of these.' }),
      verdicts: t.input.field({ type: [VerdictEnum], description: 'Only prompts of cells the plan did not send for one of these.' }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: MAKE },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await cloneCampaign(deps, actor, {
        ...input,
        campaignId: getLocalId('Campaign', input.campaignId),
        variantIds: input.variantIds?.map((id) => getLocalId('Variant', id)),
      }),
    }),
  }),
}));
