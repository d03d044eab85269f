import { variantId } from '@dailies/schema';
import { z } from 'zod';
import { allow } from '../access/allow.ts';
import { modelLoader } from '../catalog/catalog.graphql.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import { builder } from '../graphql/builder.ts';
import { type KeysetPage, readPage } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { PhaseEnum, VerdictEnum } from '../graphql/enums.ts';
import { FailureRef, failureOf } from '../graphql/failure.ts';
import { findLocalId } from '../graphql/global-id.ts';
import { CampaignRef, ClipRef, ModelRef, PresetRef, PromptRef, RenderRef, type VariantNode, VariantRef } from '../graphql/refs.ts';
import { campaignIdLoader, campaignLoader, countsLoader, loadQueuePosition, variantLoader } from './campaign-loaders.ts';
import { NOTHING_FILTERED, type PlacedFilter, placeFilter } from './variant-filter.rules.ts';
import { SearchText } from './search-text.ts';
import { listOffersOfCells } from './plan.store.ts';
import { countVariants, listPhases, listVariants, sortKeysOf, type VariantSort } from './variant.store.ts';

const PHASES_AT_MAX = 10_000;

const VariantFilterInput = builder.inputType('VariantFilter', {
  description: 'Bounds are inclusive; what is absent does not narrow.',
  fields: (t) => ({
    phases: t.field({ type: [PhaseEnum] }),
    promptFrom: t.int(),
    promptTo: t.int(),
    indexFrom: t.int(),
    indexTo: t.int(),
    presetKeys: t.stringList({ description: '`as-written` stands for prompts without a preset.' }),
    sizes: t.stringList(),
    seconds: t.intList(),
    modelIds: t.idList(),
    failureCodes: t.stringList(),
    search: t.string({ description: 'Part of the compiled prompt or of the prompt’s key.', validate: SearchText }),
  }),
});

export const SortDirectionEnum = builder.enumType('SortDirection', {
  values: { ASC: { value: 'asc' }, DESC: { value: 'desc' } } as const,
});

const VariantSortInput = builder.inputType('VariantSort', {
  fields: (t) => ({
    by: t.field({
      required: true,
      type: builder.enumType('VariantSortBy', {
        values: { INDEX: { value: 'index' }, COST: { value: 'cost' }, CHANGED: { value: 'changed' } } as const,
      }),
    }),
    direction: t.field({
      required: true,
      type: SortDirectionEnum,
    }),
  }),
});

builder.node(VariantRef, {
  description: 'One cell of a campaign’s matrix: a prompt under a preset, at a size and length, by a model.',
  id: { resolve: (variant) => variantId(variant.campaign_id, variant.index) },
  loadMany: (ids: string[], context) => {
    allow(context.actor, 'campaign.read');
    return variantLoader(context).loadMany(ids);
  },
  fields: (t) => ({
    index: t.exposeInt('index'),
    phase: t.expose('phase', { type: PhaseEnum }),
    size: t.exposeString('size', { description: 'WIDTHxHEIGHT in pixels.' }),
    seconds: t.exposeInt('seconds'),
    compiledPrompt: t.exposeString('compiled_text', { description: 'The text that is sent.' }),
    priceMicros: t.expose('price_micros', { type: 'Micros', description: 'As the plan froze it.' }),
    verdict: t.expose('verdict', { type: VerdictEnum }),
    verdictNote: t.exposeString('verdict_note', { nullable: true }),
    attempt: t.exposeInt('attempt', { description: 'Attempts begun.' }),
    changedAt: t.expose('changed_at', { type: 'DateTime' }),
    campaign: t.field({ type: CampaignRef, resolve: campaignOf }),
    prompt: t.field({ type: PromptRef, nullable: true, resolve: (variant) => variant.prompt ?? null }),
    preset: t.field({
      type: PresetRef,
      nullable: true,
      description: 'At the version the plan froze; null for a prompt as written.',
      resolve: (variant) => variant.preset ?? null,
    }),
    presetName: t.string({ resolve: (variant) => variant.preset?.name ?? 'As written' }),
    model: t.field({
      type: ModelRef,
      resolve: async (variant, _args, context) => variant.model ?? (await modelLoader(context).load(variant.model_id))!,
    }),
    clip: t.field({ type: ClipRef, nullable: true, resolve: (variant) => variant.clip ?? null }),
    progressPercent: t.int({ nullable: true, resolve: ({ phase, render }) => (phase === 'rendering' ? (render?.progress ?? null) : null) }),
    queuePosition: t.int({
      nullable: true,
      description: 'Its place in the campaign’s queue, from 1, while it waits there.',
      resolve: (variant, _args, context) =>
        variant.phase === 'queued' && variant.render_id === null ? loadQueuePosition(context, variant) : null,
    }),
    failure: t.field({
      type: FailureRef,
      nullable: true,
      resolve: ({ phase, render }) => (render && (phase === 'failed' || phase === 'parked') ? failureOf(render) : null),
    }),
  }),
});

async function campaignOf(variant: VariantNode, _args: object, context: Context): Promise<CampaignRow> {
  const campaign = await campaignLoader(context).load(variant.campaign_id);
  if (!campaign) throw new Error(`campaign ${variant.campaign_id} is gone`);
  return campaign;
}

builder.objectField(RenderRef, 'variant', (t) =>
  t.field({
    type: VariantRef,
    resolve: (render, _args, context) => getVariant(variantId(render.campaign_id, render.variant_index), context),
  }),
);

builder.objectField(ClipRef, 'variant', (t) =>
  t.field({
    type: VariantRef,
    resolve: async (clip, _args, context) => {
      const campaignId = await campaignIdLoader(context).load(clip.campaign_num);
      return getVariant(variantId(campaignId ?? '', clip.variant_index), context);
    },
  }),
);

async function getVariant(id: string, context: Context): Promise<VariantNode> {
  const variant = await variantLoader(context).load(id);
  if (!variant) throw new Error(`variant ${id} is gone`);
  return variant;
}

builder.objectFields(CampaignRef, (t) => ({
  phasesAt: t.field({
    type: [PhaseEnum],
    description: `Phases of \`first\` consecutive cells (at most ${PHASES_AT_MAX}) from an index on.`,
    args: { first: t.arg.int({ required: true, validate: z.int().min(1).max(PHASES_AT_MAX) }), from: t.arg.int({ required: true }) },
    resolve: ({ num }, { first, from }, { deps }) => listPhases(deps.db, num, from, first),
  }),
  variants: t.connection(
    {
      type: VariantRef,
      description: 'The cells of the matrix, each read with all it shows; by index unless sorted otherwise.',
      args: { filter: t.arg({ type: VariantFilterInput }), sort: t.arg({ type: VariantSortInput }) },
      resolve: async (campaign, { filter: asked, sort: wished, ...page }, context) => {
        const sort: VariantSort = wished ?? { by: 'index', direction: 'asc' };
        const needsOffers = sort.by === 'cost' || asked?.sizes || asked?.seconds || asked?.modelIds;
        const offers = needsOffers ? await listOffersOfCells(context.deps.db, campaign.num) : [];
        const modelIds = asked?.modelIds?.map((id) => findLocalId('Model', id) ?? '');
        const filter = campaign.plan ? placeFilter({ ...asked, modelIds }, campaign.plan, offers) : NOTHING_FILTERED;
        const prices = offers.map((offer) => offer.price_micros);
        const load = (keyset: KeysetPage) => listVariants(context.deps.db, campaign.num, { filter, sort, prices, page: keyset });
        return { ...(await readPage(page, { keysOf: (variant) => sortKeysOf(variant, sort), load })), campaign, filter };
      },
    },
    {
      name: 'VariantConnection',
      fields: (c) => ({
        totalCount: c.int({ resolve: ({ campaign, filter }, _args, context) => countOf(campaign, filter, context) }),
      }),
    },
    { name: 'VariantEdge' },
  ),
}));

/** Unfiltered, or filtered by phase alone, the count stands in the tallies; else it is counted. */
async function countOf(campaign: CampaignRow, filter: PlacedFilter, context: Context): Promise<number> {
  const { phases, ...others } = filter;
  if (Object.values(others).some((narrowed) => narrowed !== null)) return countVariants(context.deps.db, campaign.num, filter);
  if (phases === null) return campaign.expanded_count;
  const counts = await countsLoader(context).load(campaign.num);
  return [...new Set(phases)].reduce((sum, phase) => sum + (counts?.[phase] ?? 0), 0);
}
