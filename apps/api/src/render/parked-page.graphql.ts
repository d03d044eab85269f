import { encodeGlobalID } from '@pothos/plugin-relay';
import { allow, NotAllowed } from '../access/allow.ts';
import { IdempotencyKeyReused } from '../campaign/refusals.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import { ParkedCauseEnum, ParkedDecisionEnum } from '../graphql/enums.ts';
import { findLocalId, getLocalId } from '../graphql/global-id.ts';
import { type RenderNode, RenderRef } from '../graphql/refs.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { decideParkedRenders, type ParkedRendersDecided } from './decide-parked-renders.ts';
import { listParked, type ParkedFilter, sumParked } from './parked-page.store.ts';
import { renderLoader } from './render.graphql.ts';

/** An id of another workspace, or of nothing, filters everything out. */
const NOBODYS = '';

builder.queryField('parkedRenders', (t) =>
  t.connection(
    {
      type: RenderRef,
      description: 'Renders of every campaign that wait for a person, the oldest attempt first.',
      args: {
        causes: t.arg({ type: [ParkedCauseEnum] }),
        endpointId: t.arg.id(),
        campaignId: t.arg.id(),
      },
      resolve: async (_root, { causes, endpointId, campaignId, ...page }, { deps, actor }) => {
        allow(actor, 'campaign.read');
        const filter: ParkedFilter = {
          causes,
          endpointId: endpointId == null ? null : (findLocalId('Endpoint', endpointId) ?? NOBODYS),
          campaignId: campaignId == null ? null : (findLocalId('Campaign', campaignId) ?? NOBODYS),
        };
        const load = (asked: Parameters<typeof listParked>[3]) => listParked(deps.db, actor.workspaceId, filter, asked);
        return { ...(await readPage(page, { keysOf: (render: RenderNode) => [render.id], load })), filter };
      },
    },
    {
      name: 'ParkedRenderConnection',
      fields: (c) => ({
        totalCount: c.int({
          resolve: async ({ filter }, _args, { deps, actor }) => (await sumParked(deps.db, actor.workspaceId, filter)).count,
        }),
        atRiskMicros: c.field({
          type: 'Micros',
          description: 'What all of them cost a second time, if every one was started and is rendered again.',
          resolve: async ({ filter }, _args, { deps, actor }) => (await sumParked(deps.db, actor.workspaceId, filter)).atRiskMicros,
        }),
      }),
    },
    { name: 'ParkedRenderEdge' },
  ),
);

const UndecidedRender = builder.objectRef<ParkedRendersDecided['refused'][number]>('UndecidedRender').implement({
  description: 'A render to which nothing happened, and why.',
  fields: (t) => ({
    renderId: t.id({ resolve: ({ renderId }) => encodeGlobalID('Render', renderId) }),
    code: t.string({ resolve: ({ refusal }) => refusal.code }),
    message: t.string({ resolve: ({ refusal }) => refusal.message }),
  }),
});

const DecideParkedRendersSuccess = builder.objectRef<ParkedRendersDecided>('DecideParkedRendersSuccess').implement({
  fields: (t) => ({
    decided: t.field({
      type: [RenderRef],
      resolve: async ({ decidedIds }, _args, context) =>
        (await renderLoader(context).loadMany(decidedIds)).filter((render) => render !== null),
    }),
    refused: t.field({ type: [UndecidedRender], resolve: ({ refused }) => refused }),
  }),
});

builder.mutationField('decideParkedRenders', (t) =>
  t.fieldWithInput({
    type: DecideParkedRendersSuccess,
    description:
      'Ends the doubt about up to 100 parked renders with one note: make them again, or count them as spent. Each is decided by itself; `refused` tells those that were not.',
    input: {
      renderIds: t.input.idList({ required: true }),
      decision: t.input.field({ type: ParkedDecisionEnum, required: true, description: 'RECREATE or WRITE_OFF.' }),
      note: t.input.string({ required: true }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid, IdempotencyKeyReused] },
    resolve: (_root, { input }, context) => {
      allow(context.actor, 'campaign.read');
      const renderIds = input.renderIds.map((id) => getLocalId('Render', id));
      return decideParkedRenders(context.deps, context.actor, { ...input, renderIds });
    },
  }),
);
