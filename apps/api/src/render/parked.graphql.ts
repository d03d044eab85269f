import { allow, NotAllowed } from '../access/allow.ts';
import { IdempotencyKeyReused, WrongStatus } from '../campaign/refusals.ts';
import { endpointLoader } from '../catalog/catalog.graphql.ts';
import type { RenderRow } from '../db/tables/renders.table.ts';
import { builder } from '../graphql/builder.ts';
import { ParkedCauseEnum, ParkedDecisionEnum } from '../graphql/enums.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { type RenderNode, RenderRef } from '../graphql/refs.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { decideParkedRender } from './decide-parked-render.ts';
import { parkedCauseOf } from './parked.rules.ts';
import { NotParked } from './refusals.ts';
import { renderLoader } from './render.graphql.ts';

registerRefusal(NotParked, 'NotParked');

const Parked = builder.objectRef<RenderRow>('Parked').implement({
  description: 'What a person needs to know to end the doubt about a render.',
  fields: (t) => ({
    since: t.expose('changed_at', { type: 'DateTime' }),
    sentAt: t.field({
      type: 'DateTime',
      description: 'Look for it in the provider’s console around this time.',
      resolve: (row) => row.sent_at!,
    }),
    cause: t.field({
      type: ParkedCauseEnum,
      resolve: async ({ endpoint_id: endpointId, disputed_ids: disputedIds }, _args, context) => {
        const { level } = (await endpointLoader(context).load(endpointId))!;
        return parkedCauseOf({ disputedIds: disputedIds ?? [], level });
      },
    }),
    because: t.exposeString('failure_note', { nullable: true }),
    disputedIds: t.stringList({
      description: 'The provider’s videos that may be its own: adopt one of these.',
      resolve: (row) => row.disputed_ids ?? [],
    }),
    mayCostMicros: t.expose('hold_micros', {
      type: 'Micros',
      description: 'What the provider bills if it did start it. Rendering again may cost it a second time; writing off counts it as spent.',
    }),
  }),
});

builder.objectField(RenderRef, 'parked', (t) =>
  t.field({
    type: Parked,
    nullable: true,
    description: 'While it waits for a person.',
    resolve: (render, _args, context) => (render.status === 'parked' ? renderLoader(context).load(render.id) : null),
  }),
);

const DecideParkedRenderSuccess = builder
  .objectRef<{ render: RenderNode }>('DecideParkedRenderSuccess')
  .implement({ fields: (t) => ({ render: t.expose('render', { type: RenderRef }) }) });

builder.mutationField('decideParkedRender', (t) =>
  t.fieldWithInput({
    type: DecideParkedRenderSuccess,
    description:
      'Ends the doubt about a parked render: make it again, count it as spent, or adopt one of the provider’s videos. The note is kept with who decided.',
    input: {
      renderId: t.input.id({ required: true }),
      decision: t.input.field({ type: ParkedDecisionEnum, required: true }),
      operationId: t.input.string({ description: 'For ADOPT: the provider’s id of the video.' }),
      note: t.input.string({ required: true }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: [NotAllowed, NotFound, NotParked, WrongStatus, InputInvalid, IdempotencyKeyReused] },
    resolve: async (_root, { input }, context) => {
      allow(context.actor, 'campaign.read');
      const renderId = getLocalId('Render', input.renderId);
      await decideParkedRender(context.deps, context.actor, { ...input, renderId });
      return { render: (await renderLoader(context).load(renderId))! };
    },
  }),
);
