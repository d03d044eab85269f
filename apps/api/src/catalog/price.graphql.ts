import { NotAllowed } from '../access/allow.ts';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import { builder } from '../graphql/builder.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { ModelRef } from '../graphql/refs.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { forgetCatalog, modelLoader } from './catalog.graphql.ts';
import { setPrice } from './set-price.ts';

const SetPriceSuccess = builder
  .objectRef<{ model: ModelRow }>('SetPriceSuccess')
  .implement({ fields: (t) => ({ model: t.expose('model', { type: ModelRef }) }) });

builder.mutationField('setPrice', (t) =>
  t.fieldWithInput({
    type: SetPriceSuccess,
    description: 'Enters the price of a second as a dated row. Prices that stand are never rewritten; plans made before are stale.',
    input: {
      modelId: t.input.id({ required: true }),
      size: t.input.string({ required: true, description: 'WIDTHxHEIGHT in pixels.' }),
      secondMicros: t.input.field({ type: 'Micros', required: true }),
      audioSecondMicros: t.input.field({
        type: 'Micros',
        description: 'In a clip that keeps its sound; absent: the same. Only where the endpoint `switchesAudio`.',
      }),
      batchSecondMicros: t.input.field({ type: 'Micros' }),
      validFrom: t.input.field({ type: 'Date', description: 'Today or later; absent: today.' }),
      source: t.input.string({ required: true, description: 'Where it was read.' }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input }, context) => {
      const { model_id: modelId } = await setPrice(context.deps, context.actor, { ...input, modelId: getLocalId('Model', input.modelId) });
      forgetCatalog(context);
      const model = await modelLoader(context).load(modelId);
      if (!model) throw new Error(`model ${modelId} is gone while it is priced`);
      return { model };
    },
  }),
);
