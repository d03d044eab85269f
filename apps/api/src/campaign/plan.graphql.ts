import { compilePrompt, type Verdict } from '@dailies/schema';
import type { CampaignRow, PlannedPreset, PlanSummary, PromptRow } from '../db/tables/campaigns.table.ts';
import { modelLoader } from '../catalog/catalog.graphql.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { AxisModeEnum, VerdictEnum } from '../graphql/enums.ts';
import { CampaignRef, ModelRef, PresetRef, PromptRef, SlotTextRef } from '../graphql/refs.ts';
import { presetLoader, presetVersionLoader, slotTexts } from '../library/library.graphql.ts';
import { loadTypicalSeconds, offersLoader } from './campaign-loaders.ts';
import { listBlockedGroups } from './plan.store.ts';
import { listPrompts } from './prompt.store.ts';
import type { PlannedOffer } from './plan.rules.ts';

/** Prompts an axis answers at once; the connection `prompts` pages through all. */
const AXIS_PROMPTS_MAX = 2_000;

async function modelOf(id: string, context: Context) {
  const model = await modelLoader(context).load(id);
  if (!model) throw new Error(`model ${id} is gone`);
  return model;
}

/** A campaign whose plan stands. */
type Planned = CampaignRow & { plan: NonNullable<CampaignRow['plan']>; plan_hash: string };

PromptRef.implement({
  description: 'One prompt of a campaign.',
  fields: (t) => ({
    n: t.exposeInt('n', { description: 'Its place, from 0.' }),
    key: t.exposeString('key', { nullable: true }),
    text: t.string({ description: 'Its own words as one text, variables as they stand.', resolve: textOf }),
    slots: t.field({ type: [SlotTextRef], resolve: (prompt) => slotTexts(prompt.slots) }),
    variables: t.field({
      type: [Variable],
      resolve: (prompt) => Object.entries(prompt.variables).map(([name, value]) => ({ name, value })),
    }),
  }),
});

const Variable = builder.objectRef<{ name: string; value: string }>('Variable').implement({
  description: 'A value that a prompt gives to `{{name}}`.',
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
});

/** A prompt of a feed may bring nothing but variables. */
function textOf(prompt: PromptRow): string {
  return compilePrompt(prompt.slots) || Object.values(prompt.variables).filter(Boolean).join(' · ');
}

const Brief = builder.objectRef<CampaignRow['brief']>('Brief').implement({
  description: 'What a campaign multiplies.',
  fields: (t) => ({
    models: t.field({
      type: [ModelRef],
      resolve: (brief, _args, context) => Promise.all(brief.modelIds.map((id) => modelOf(id, context))),
    }),
    sizes: t.exposeStringList('sizes'),
    seconds: t.exposeIntList('seconds'),
    presets: t.field({
      type: [PresetRef],
      nullable: { list: false, items: true },
      description: 'Null stands for prompts as written.',
      resolve: (brief, _args, context) =>
        Promise.all(brief.presetIds.map(async (id) => (id === null ? null : presetLoader(context).load(id)))),
    }),
    axisMode: t.expose('axisMode', { type: AxisModeEnum }),
    audio: t.exposeBoolean('audio'),
    reuse: t.exposeBoolean('reuse'),
    template: t.field({ type: [SlotTextRef], resolve: (brief) => slotTexts(brief.template ?? {}) }),
  }),
});

const VerdictCount = builder.objectRef<{ verdict: Verdict; count: number }>('VerdictCount').implement({
  fields: (t) => ({ verdict: t.expose('verdict', { type: VerdictEnum }), count: t.exposeInt('count') }),
});

const BlockedGroup = builder.objectRef<{ verdict: Verdict; note: string | null; count: number }>('BlockedGroup').implement({
  description: 'Cells that will not render, of one cause.',
  fields: (t) => ({
    verdict: t.expose('verdict', { type: VerdictEnum }),
    note: t.exposeString('note', { nullable: true }),
    count: t.exposeInt('count'),
  }),
});

const ReusedCells = builder.objectRef<PlanSummary['reused']>('ReusedCells').implement({
  fields: (t) => ({
    count: t.exposeInt('count'),
    savedMicros: t.field({ type: 'Micros', description: 'What they would cost otherwise.', resolve: ({ micros }) => micros }),
  }),
});

export const PlanRef = builder.objectRef<Planned>('Plan').implement({
  description: 'What would be rendered, frozen with its price.',
  fields: (t) => ({
    hash: t.exposeString('plan_hash', { description: 'What `launchCampaign` must name.' }),
    plannedAt: t.field({ type: 'DateTime', resolve: (campaign) => campaign.planned_at ?? campaign.created_at }),
    variantCount: t.exposeInt('variant_count'),
    estimateMicros: t.field({
      type: 'Micros',
      description: 'Every cell that may render, once each, nothing reused.',
      resolve: ({ plan }) => plan.estimateMicros,
    }),
    lowMicros: t.field({
      type: 'Micros',
      description: 'What can not be reused, once each.',
      resolve: ({ plan }) => plan.lowMicros,
    }),
    expectedMicros: t.field({
      type: 'Micros',
      description: 'The same with the workspace’s own measured repeats.',
      resolve: ({ plan }) => plan.expectedMicros,
    }),
    highMicros: t.field({
      type: 'Micros',
      description: 'Nothing can be reused and repeats run high: what a launch reserves.',
      resolve: ({ plan }) => plan.highMicros,
    }),
    repeatFactor: t.float({
      description: 'Paid renders a ready clip, over the last 30 days; 1 where nothing had to be paid twice.',
      resolve: ({ plan }) => plan.repeatFactor,
    }),
    reused: t.field({
      type: ReusedCells,
      description: 'Cells that are expected to share an earlier clip, or the clip of an identical cell of this plan.',
      resolve: ({ plan }) => plan.reused,
    }),
    excluded: t.int({ resolve: ({ plan }) => plan.excluded }),
    verdicts: t.field({
      type: [VerdictCount],
      resolve: ({ plan }) => Object.entries(plan.verdicts).map(([verdict, count]) => ({ verdict: verdict as Verdict, count })),
    }),
    complete: t.boolean({
      description: 'Whether every cell is written; a large plan goes on being written after the mutation answered.',
      resolve: (campaign) => campaign.expanded_count === campaign.variant_count,
    }),
    blocked: t.field({
      type: [BlockedGroup],
      resolve: ({ num, plan }, _args, { deps }) => listBlockedGroups(deps.db, num, plan.shape),
    }),
  }),
});

const AxisPreset = builder.objectRef<PlannedPreset & { place: number }>('AxisPreset').implement({
  fields: (t) => ({
    place: t.exposeInt('place'),
    key: t.exposeString('key', { nullable: true }),
    name: t.exposeString('name'),
    preset: t.field({
      type: PresetRef,
      nullable: true,
      description: 'At the version the plan froze; null for prompts as written.',
      resolve: ({ versionId }, _args, context) => (versionId === null ? null : presetVersionLoader(context).load(versionId)),
    }),
  }),
});

const AxisOffer = builder.objectRef<PlannedOffer>('AxisOffer').implement({
  description: 'One column of the matrix.',
  fields: (t) => ({
    n: t.exposeInt('n'),
    size: t.exposeString('size'),
    seconds: t.exposeInt('seconds'),
    priceMicros: t.expose('price_micros', { type: 'Micros' }),
    verdict: t.expose('verdict', { type: VerdictEnum }),
    model: t.field({ type: ModelRef, resolve: (offer, _args, context) => modelOf(offer.model_id, context) }),
    typicalSeconds: t.int({
      nullable: true,
      description: 'How long its renders take at the provider, as measured so far; null while none was seen.',
      resolve: ({ endpoint_id: endpointId, model_id: modelId, seconds }, _args, context) =>
        loadTypicalSeconds(context, { endpointId, modelId, seconds }),
    }),
  }),
});

const CampaignAxes = builder.objectRef<Planned>('CampaignAxes').implement({
  description:
    'The axes as the plan froze them. CROSS: index = (prompt x presetCount + preset place) x offerCount + offer. ZIP: index = the place on every axis.',
  fields: (t) => ({
    mode: t.field({ type: AxisModeEnum, resolve: ({ plan }) => plan.shape.mode }),
    promptCount: t.int({ resolve: ({ plan }) => plan.shape.promptCount }),
    presetCount: t.int({ resolve: ({ plan }) => plan.shape.presetCount }),
    offerCount: t.int({ resolve: ({ plan }) => plan.shape.columnCount }),
    prompts: t.field({
      type: [PromptRef],
      description: `The first ${AXIS_PROMPTS_MAX}; \`prompts\` of the campaign pages through all.`,
      extensions: { rowsMax: AXIS_PROMPTS_MAX },
      resolve: ({ num }, _args, { deps }) =>
        listPrompts(deps.db, num, { after: null, before: null, limit: AXIS_PROMPTS_MAX, inverted: false }),
    }),
    presets: t.field({ type: [AxisPreset], resolve: ({ plan }) => plan.presets.map((preset, place) => ({ ...preset, place })) }),
    offers: t.field({
      type: [AxisOffer],
      resolve: async ({ num }, _args, context) => (await offersLoader(context).load(num)) ?? [],
    }),
  }),
});

builder.objectFields(CampaignRef, (t) => ({
  brief: t.expose('brief', { type: Brief }),
  plan: t.field({ type: PlanRef, nullable: true, description: 'Null until it is planned.', resolve: plannedOf }),
  axes: t.field({ type: CampaignAxes, nullable: true, description: 'Null until it is planned.', resolve: plannedOf }),
}));

function plannedOf(campaign: CampaignRow): Planned | null {
  return campaign.plan && campaign.plan_hash !== null ? { ...campaign, plan: campaign.plan, plan_hash: campaign.plan_hash } : null;
}
