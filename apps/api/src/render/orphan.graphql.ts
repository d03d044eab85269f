import { allow, NotAllowed } from '../access/allow.ts';
import { campaignIdLoader, campaignLoader } from '../campaign/campaign-loaders.ts';
import { endpointLoader } from '../catalog/catalog.graphql.ts';
import type { OrphanRow } from '../db/tables/orphans.table.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { OrphanKindEnum } from '../graphql/enums.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { CampaignRef, EndpointRef, RenderRef } from '../graphql/refs.ts';
import { NotFound } from '../lib/refusal.ts';
import { deleteOrphan } from './delete-orphan.ts';
import { listOrphans, listOrphansByIds, type OrphanFilter, sumOrphans } from './orphan-page.store.ts';
import { OrphanNotDeleted } from './refusals.ts';
import { renderLoader } from './render.graphql.ts';

registerRefusal(OrphanNotDeleted, 'OrphanNotDeleted');

const orphanLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listOrphansByIds(deps.db, actor.workspaceId, ids), 'id'),
);

const OrphanRef = builder.objectRef<OrphanRow>('Orphan');
builder.node(OrphanRef, {
  description: 'A video that the provider lists and no render of ours has: kept, and counted, until a person deletes it there.',
  id: { resolve: (orphan) => orphan.id },
  loadMany: (ids: string[], context) => {
    allow(context.actor, 'campaign.read');
    return orphanLoader(context).loadMany(ids);
  },
  fields: (t) => ({
    kind: t.expose('kind', { type: OrphanKindEnum }),
    operationId: t.exposeString('operation_id', { description: 'The provider’s own id of it.' }),
    model: t.exposeString('model', { nullable: true }),
    prompt: t.exposeString('prompt', { nullable: true, description: 'As the provider lists it.' }),
    seconds: t.exposeInt('seconds', { nullable: true }),
    size: t.exposeString('size', { nullable: true }),
    madeAt: t.expose('made_at', { type: 'DateTime', nullable: true, description: 'By the provider’s clock.' }),
    foundAt: t.expose('found_at', { type: 'DateTime' }),
    deletedAt: t.expose('deleted_at', { type: 'DateTime', nullable: true }),
    lossMicros: t.field({
      type: 'Micros',
      nullable: true,
      description: 'What was booked as lost; null while it still renders, and where the provider bills nothing for it.',
      resolve: (orphan) => (orphan.booked_at === null ? null : orphan.price_micros),
    }),
    endpoint: t.field({
      type: EndpointRef,
      resolve: async (orphan, _args, context) => (await endpointLoader(context).load(orphan.endpoint_id))!,
    }),
    campaign: t.field({
      type: CampaignRef,
      nullable: true,
      description: 'Whose loss it is: one of its renders asked for the same.',
      resolve: async (orphan, _args, context) => {
        const campaignId = orphan.campaign_num === null ? null : await campaignIdLoader(context).load(orphan.campaign_num);
        return campaignId === null ? null : campaignLoader(context).load(campaignId);
      },
    }),
    render: t.field({
      type: RenderRef,
      nullable: true,
      description: 'The latest render that asked for the same.',
      resolve: (orphan, _args, context) => (orphan.render_id === null ? null : renderLoader(context).load(orphan.render_id)),
    }),
  }),
});

builder.queryField('orphans', (t) =>
  t.connection(
    {
      type: OrphanRef,
      description: 'Videos at providers that no render has, newest first.',
      args: {
        kinds: t.arg({ type: [OrphanKindEnum] }),
        withDeleted: t.arg.boolean({ description: 'Those that a person has deleted too.' }),
        onlyDeleted: t.arg.boolean({ description: 'Those that a person has deleted, alone.' }),
      },
      resolve: async (_root, { kinds, withDeleted, onlyDeleted, ...page }, { deps, actor }) => {
        allow(actor, 'campaign.read');
        const filter: OrphanFilter = { kinds, withDeleted, onlyDeleted };
        const load = (asked: Parameters<typeof listOrphans>[3]) => listOrphans(deps.db, actor.workspaceId, filter, asked);
        return { ...(await readPage(page, { keysOf: (orphan) => [orphan.id], load })), filter };
      },
    },
    {
      name: 'OrphanConnection',
      fields: (c) => ({
        totalCount: c.int({
          resolve: async ({ filter }, _args, { deps, actor }) => (await sumOrphans(deps.db, actor.workspaceId, filter)).count,
        }),
        lossMicros: c.field({
          type: 'Micros',
          description: 'Booked as lost for all of them.',
          resolve: async ({ filter }, _args, { deps, actor }) => (await sumOrphans(deps.db, actor.workspaceId, filter)).lossMicros,
        }),
      }),
    },
    { name: 'OrphanEdge' },
  ),
);

const DeleteOrphanSuccess = builder
  .objectRef<{ orphan: OrphanRow }>('DeleteOrphanSuccess')
  .implement({ fields: (t) => ({ orphan: t.expose('orphan', { type: OrphanRef }) }) });

builder.mutationField('deleteOrphan', (t) =>
  t.fieldWithInput({
    type: DeleteOrphanSuccess,
    description: 'Deletes the video at the provider. Its row stays, with who did it; what was booked stays booked.',
    input: { orphanId: t.input.id({ required: true }) },
    errors: { types: [NotAllowed, NotFound, OrphanNotDeleted] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      orphan: await deleteOrphan(deps, actor, { orphanId: getLocalId('Orphan', input.orphanId) }),
    }),
  }),
);
