import { parseVariantId, variantId } from '@dailies/schema';
import { allow } from '../access/allow.ts';
import { endpointLoader } from '../catalog/catalog.graphql.ts';
import { clipOfRenderLoader } from '../clip/clip.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { RenderStatusEnum } from '../graphql/enums.ts';
import { FailureRef, failureOf } from '../graphql/failure.ts';
import { findLocalId } from '../graphql/global-id.ts';
import { ClipRef, EndpointRef, RenderRef, VariantRef } from '../graphql/refs.ts';
import { listRendersByIds, listRendersOfVariants } from './render-page.store.ts';

export const renderLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listRendersByIds(deps.db, actor.workspaceId, ids), 'id'),
);
/** Every attempt at a variant, by the variant's public id. */
const rendersOfVariantLoader = defineLoader(async (variantIds: readonly string[], { deps, actor }) => {
  const variants = variantIds.flatMap((id) => parseVariantId(id) ?? []);
  const renders = await listRendersOfVariants(deps.db, actor.workspaceId, variants);
  return Map.groupBy(renders, (render) => variantId(render.campaign_id, render.variant_index));
});

builder.node(RenderRef, {
  description: 'One attempt at a variant by one provider.',
  id: { resolve: (render) => render.id },
  loadMany: (ids: string[], context) => renderLoader(context).loadMany(ids),
  fields: (t) => ({
    status: t.expose('status', { type: RenderStatusEnum }),
    attempt: t.exposeInt('attempt'),
    operationId: t.exposeString('operation_id', { nullable: true, description: 'The provider’s own id of it.' }),
    progressPercent: t.exposeInt('progress', { nullable: true }),
    startedAt: t.expose('created_at', { type: 'DateTime', description: 'When it was decided to render.' }),
    sentAt: t.expose('sent_at', { type: 'DateTime', nullable: true }),
    acceptedAt: t.expose('accepted_at', { type: 'DateTime', nullable: true, description: 'When the provider took it.' }),
    endedAt: t.expose('ended_at', { type: 'DateTime', nullable: true }),
    holdMicros: t.expose('hold_micros', { type: 'Micros', description: 'Money reserved for it.' }),
    costMicros: t.expose('cost_micros', { type: 'Micros', nullable: true, description: 'What it cost in the end.' }),
    failure: t.field({ type: FailureRef, nullable: true, resolve: failureOf }),
    endpoint: t.field({
      type: EndpointRef,
      resolve: async (render, _args, context) => {
        const endpoint = await endpointLoader(context).load(render.endpoint_id);
        if (!endpoint) throw new Error(`endpoint ${render.endpoint_id} is gone`);
        return endpoint;
      },
    }),
    clip: t.field({
      type: ClipRef,
      nullable: true,
      resolve: (render, _args, context) => (render.clip === undefined ? clipOfRenderLoader(context).load(render.id) : render.clip),
    }),
  }),
});

builder.objectFields(VariantRef, (t) => ({
  render: t.field({
    type: RenderRef,
    nullable: true,
    description: 'The latest attempt.',
    resolve: (variant, _args, context) => {
      if (variant.render !== undefined) return variant.render;
      return variant.render_id === null ? null : renderLoader(context).load(variant.render_id);
    },
  }),
  renders: t.field({
    type: [RenderRef],
    description: 'Every attempt, oldest first.',
    resolve: async (variant, _args, context) =>
      (await rendersOfVariantLoader(context).load(variantId(variant.campaign_id, variant.index))) ?? [],
  }),
}));

builder.queryField('render', (t) =>
  t.field({
    type: RenderRef,
    nullable: true,
    description: 'Null for a render that is not in your workspace.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      allow(context.actor, 'campaign.read');
      const renderId = findLocalId('Render', id);
      return renderId === null ? null : await renderLoader(context).load(renderId);
    },
  }),
);
