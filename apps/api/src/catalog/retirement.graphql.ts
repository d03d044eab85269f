import { NotAllowed } from '../access/allow.ts';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import { builder } from '../graphql/builder.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { ModelRef } from '../graphql/refs.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { setModelRetirement } from './set-model-retirement.ts';

const SetModelRetirementSuccess = builder
  .objectRef<{ model: ModelRow }>('SetModelRetirementSuccess')
  .implement({ fields: (t) => ({ model: t.expose('model', { type: ModelRef }) }) });

builder.mutationField('setModelRetirement', (t) =>
  t.fieldWithInput({
    type: SetModelRetirementSuccess,
    description: 'Says when a model retires: from that day on nothing new is sent to it, and campaigns under way on it are paused.',
    input: {
      modelId: t.input.id({ required: true }),
      retiresOn: t.input.field({ type: 'Date', description: 'The first day without it; null or absent: it goes on.' }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      model: await setModelRetirement(deps, actor, { modelId: getLocalId('Model', input.modelId), retiresOn: input.retiresOn ?? null }),
    }),
  }),
);
