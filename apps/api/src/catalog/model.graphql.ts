import { NotAllowed } from '../access/allow.ts';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import { builder } from '../graphql/builder.ts';
import { TierEnum } from '../graphql/enums.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { ModelRef } from '../graphql/refs.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { addModel } from './add-model.ts';
import { forgetCatalog, modelLoader } from './catalog.graphql.ts';
import { changeModel } from './change-model.ts';
import { ModelExists } from './refusals.ts';

registerRefusal(ModelExists, 'ModelExists', (t) => ({
  model: t.field({
    type: ModelRef,
    description: 'The one that has the key.',
    resolve: async ({ modelId }, _args, context) => {
      const model = await modelLoader(context).load(modelId);
      if (!model) throw new Error(`model ${modelId} is gone while it is named`);
      return model;
    },
  }),
}));

function successOf(name: string) {
  return builder
    .objectRef<{ model: ModelRow }>(`${name}Success`)
    .implement({ fields: (t) => ({ model: t.expose('model', { type: ModelRef }) }) });
}

builder.mutationFields((t) => ({
  addModel: t.fieldWithInput({
    type: successOf('AddModel'),
    description: 'Adds a model to an endpoint: it can be chosen and planned from now on, and launched once `setPrice` gave it a price.',
    input: {
      endpointId: t.input.id({ required: true }),
      key: t.input.string({ required: true, description: 'The word on the wire, as the provider spells it.' }),
      name: t.input.string({ required: true }),
      tier: t.input.field({ type: TierEnum, required: true }),
      sizes: t.input.stringList({ required: true, description: 'WIDTHxHEIGHT in even pixels.' }),
      seconds: t.input.intList({ required: true, description: 'The lengths it renders.' }),
      validFrom: t.input.field({ type: 'Date', description: 'Today or earlier; absent: today.' }),
      source: t.input.string({ required: true, description: 'Where it was read that the provider serves it.' }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid, ModelExists] },
    resolve: async (_root, { input }, context) => {
      const model = await addModel(context.deps, context.actor, { ...input, endpointId: getLocalId('Endpoint', input.endpointId) });
      forgetCatalog(context);
      return { model };
    },
  }),
  changeModel: t.fieldWithInput({
    type: successOf('ChangeModel'),
    description: 'Changes what a model is called and offers from now on. Left out: as it is. Plans that stand keep what they froze.',
    input: {
      modelId: t.input.id({ required: true }),
      name: t.input.string(),
      tier: t.input.field({ type: TierEnum }),
      sizes: t.input.stringList({ description: 'All that it offers from now on.' }),
      seconds: t.input.intList({ description: 'All that it offers from now on.' }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input }, context) => {
      const model = await changeModel(context.deps, context.actor, { ...input, modelId: getLocalId('Model', input.modelId) });
      forgetCatalog(context);
      return { model };
    },
  }),
}));
