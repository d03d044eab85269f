import { NotAllowed } from '../../access/allow.ts';
import { modelLoader } from '../../catalog/catalog.graphql.ts';
import type { CampaignRow } from '../../db/tables/campaigns.table.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { findLocalId, getLocalId } from '../../graphql/global-id.ts';
import { CampaignRef, ModelRef } from '../../graphql/refs.ts';
import { BudgetExceeded } from '../../ledger/refusals.ts';
import { InputInvalid, NotFound } from '../../lib/refusal.ts';
import { ModerationUnavailable, OverEntitlement } from '../../policy/refusals.ts';
import * as refusals from '../refusals.ts';
import type { Difference, Equivalent } from './equivalence.rules.ts';
import { compareModels, type EquivalenceReport, readModelsToRender, replanCampaign } from './replan-campaign.ts';

const DifferenceEnum = builder.enumType('ModelDifference', {
  description: 'In what a column differs at another model.',
  values: {
    SIZE: { value: 'size' },
    SECONDS: { value: 'seconds' },
    TIER: { value: 'tier' },
    ENDPOINT: { value: 'endpoint' },
    PRICE: { value: 'price' },
  } satisfies Record<Uppercase<Difference>, { value: Difference }>,
});

async function modelOf(id: string, context: Context) {
  const model = await modelLoader(context).load(id);
  if (!model) throw new Error(`model ${id} is gone`);
  return model;
}

const ColumnAtModel = builder.objectRef<NonNullable<Equivalent['to']>>('ColumnAtModel').implement({
  description: 'One column of the matrix as a model would render it.',
  fields: (t) => ({
    model: t.field({ type: ModelRef, resolve: ({ modelId }, _args, context) => modelOf(modelId, context) }),
    size: t.exposeString('size'),
    seconds: t.exposeInt('seconds'),
    priceMicros: t.expose('priceMicros', { type: 'Micros', nullable: true, description: 'Of one clip; null where no price is known.' }),
  }),
});

const ColumnEquivalence = builder.objectRef<EquivalenceReport['columns'][number]>('ColumnEquivalence').implement({
  description: 'A column and its nearest equivalent.',
  fields: (t) => ({
    from: t.field({ type: ColumnAtModel, resolve: ({ from }) => from }),
    to: t.field({
      type: ColumnAtModel,
      nullable: true,
      description: 'Null: the other model has nothing like it.',
      resolve: ({ to }) => to,
    }),
    differences: t.field({ type: [DifferenceEnum], resolve: ({ differences }) => differences }),
    waiting: t.int({ description: 'Cells not sent yet, whose money is reserved.', resolve: ({ from }) => from.waiting }),
    failed: t.int({ description: 'Failed cells, which a retry would render there.', resolve: ({ from }) => from.failed }),
    underWay: t.int({ description: 'Cells with the provider, or about to be sent: they stay.', resolve: ({ from }) => from.underWay }),
  }),
});

const EquivalenceReportRef = builder.objectRef<EquivalenceReport>('EquivalenceReport').implement({
  description: 'What planning again onto other models would do. Nothing has changed.',
  fields: (t) => ({
    columns: t.field({ type: [ColumnEquivalence], resolve: ({ columns }) => columns }),
    beforeMicros: t.expose('beforeMicros', { type: 'Micros', description: 'Price of the waiting cells as planned.' }),
    afterMicros: t.expose('afterMicros', {
      type: 'Micros',
      nullable: true,
      description: 'Their price at the other models; null where one has none.',
    }),
  }),
});

const ModelSwapInput = builder.inputType('ModelSwapInput', {
  description: 'A model and the one that takes its place.',
  fields: (t) => ({ fromId: t.id({ required: true }), toId: t.id({ required: true }) }),
});

function readSwaps(models: readonly { fromId: string; toId: string }[]) {
  const local = (id: string) => findLocalId('Model', id) ?? id;
  return models.map(({ fromId, toId }) => ({ fromId: local(fromId), toId: local(toId) }));
}

const ReplanCampaignSuccess = builder
  .objectRef<{ campaign: CampaignRow }>('ReplanCampaignSuccess')
  .implement({ fields: (t) => ({ campaign: t.expose('campaign', { type: CampaignRef }) }) });

builder.objectField(CampaignRef, 'compareModels', (t) =>
  t.field({
    type: EquivalenceReportRef,
    description: 'What other models would make of the cells that have not been sent.',
    args: { models: t.arg({ type: [ModelSwapInput], required: true }) },
    errors: { types: [NotAllowed, NotFound, InputInvalid, refusals.UnknownModel] },
    resolve: (campaign, { models }, { deps, actor }) => compareModels(deps, actor, { campaignId: campaign.id, models: readSwaps(models) }),
  }),
);

builder.objectField(CampaignRef, 'modelsToRender', (t) =>
  t.field({
    type: [ModelRef],
    description: 'The models `replanCampaign` can replace: before launch those of the brief, then those that cells wait for or failed on.',
    resolve: async (campaign, _args, context) => {
      const ids = await readModelsToRender(context.deps.db, campaign);
      return Promise.all(ids.map((id) => modelOf(id, context)));
    },
  }),
);

builder.mutationField('replanCampaign', (t) =>
  t.fieldWithInput({
    type: ReplanCampaignSuccess,
    description:
      'Moves the cells that have not been sent to other models, at their nearest size and length, and makes the reserve agree. Pause the campaign first; what is with the provider goes on.',
    input: {
      campaignId: t.input.id({ required: true }),
      models: t.input.field({ type: [ModelSwapInput], required: true }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: {
      types: [
        NotAllowed,
        NotFound,
        InputInvalid,
        BudgetExceeded,
        refusals.WrongStatus,
        refusals.UnknownModel,
        refusals.UnknownSize,
        refusals.UnknownSeconds,
        refusals.UnknownPreset,
        refusals.UnknownReference,
        refusals.PromptInvalid,
        refusals.UnknownVariable,
        refusals.TooManyVariants,
        refusals.NotPriced,
        OverEntitlement,
        ModerationUnavailable,
        refusals.NothingToRender,
        refusals.IdempotencyKeyReused,
      ],
    },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await replanCampaign(deps, actor, {
        campaignId: getLocalId('Campaign', input.campaignId),
        models: readSwaps(input.models),
        idempotencyKey: input.idempotencyKey,
      }),
    }),
  }),
);
