import { SIGNED_URL_MINUTES } from '@dailies/schema';
import { NotAllowed } from '../access/allow.ts';
import type { ReferenceImageRow } from '../db/tables/library.table.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import { type Context, defineLoader, keyBy } from '../graphql/context.ts';
import { ReferenceRoleEnum } from '../graphql/enums.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { ReferenceRef } from '../graphql/refs.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { urlWindow } from '../storage/url-window.ts';
import { addReference } from './add-reference.ts';
import { archiveReference } from './archive-reference.ts';
import { PictureInvalid } from './picture.rules.ts';
import { listReferences, listReferencesByIds } from './reference.store.ts';

const MINUTE_MS = 60_000;

export const referenceLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listReferencesByIds(deps.db, actor.workspaceId, ids), 'id'),
);

registerRefusal(PictureInvalid, 'PictureInvalid');

/** The moment a URL asked for now may be used until, on the raster that lets a browser's cache hold. */
function expiryOf({ deps }: Context): Date {
  const nowMs = deps.clock.now().getTime();
  return new Date(urlWindow(nowMs + SIGNED_URL_MINUTES * MINUTE_MS, nowMs).endsAtMs);
}

builder.node(ReferenceRef, {
  description: 'A picture that renders start from. It must have the pixels of every size it is rendered in.',
  id: { resolve: (reference) => reference.id },
  loadMany: (ids: string[], context) => referenceLoader(context).loadMany(ids),
  fields: (t) => ({
    name: t.exposeString('name'),
    role: t.expose('role', { type: ReferenceRoleEnum }),
    contentType: t.exposeString('content_type'),
    bytes: t.exposeInt('bytes'),
    width: t.exposeInt('width', { description: 'Pixels.' }),
    height: t.exposeInt('height', { description: 'Pixels.' }),
    sha256: t.string({ description: 'Of the file’s bytes, hexadecimal.', resolve: (reference) => reference.sha256.toString('hex') }),
    url: t.string({
      description: 'Signed; works until `expiresAt`.',
      resolve: (reference, _args, context) =>
        context.deps.storage.signedUrl({
          key: reference.object_key,
          expiresAt: expiryOf(context),
          contentType: reference.content_type,
        }),
    }),
    expiresAt: t.field({ type: 'DateTime', resolve: (_reference, _args, context) => expiryOf(context) }),
    archived: t.boolean({
      description: 'Whether it can no longer be chosen; campaigns that use it go on.',
      resolve: (reference) => reference.archived_at !== null,
    }),
    createdAt: t.expose('created_at', { type: 'DateTime' }),
  }),
});

builder.queryField('references', (t) =>
  t.connection(
    {
      type: ReferenceRef,
      description: 'Pictures you can choose, newest first.',
      resolve: (_root, args, { deps, actor }) => {
        const load = (page: Parameters<typeof listReferences>[2]) => listReferences(deps.db, actor.workspaceId, page);
        return readPage(args, { keysOf: (reference) => [reference.id], load });
      },
    },
    { name: 'ReferenceConnection' },
    { name: 'ReferenceEdge' },
  ),
);

const AddReferenceInput = builder.inputType('AddReferenceInput', {
  fields: (t) => ({
    uploadId: t.string({ required: true, description: 'What `POST /uploads` answered for the picture.' }),
    role: t.field({ type: ReferenceRoleEnum, required: true }),
    name: t.string({ description: 'The file’s own name unless said otherwise.' }),
  }),
});

const ArchiveReferenceInput = builder.inputType('ArchiveReferenceInput', { fields: (t) => ({ referenceId: t.id({ required: true }) }) });

function successOf(name: string) {
  return builder
    .objectRef<{ reference: ReferenceImageRow }>(name)
    .implement({ fields: (t) => ({ reference: t.expose('reference', { type: ReferenceRef }) }) });
}

builder.mutationFields((t) => ({
  addReference: t.field({
    type: successOf('AddReferenceSuccess'),
    description: 'Takes an uploaded JPEG, PNG or WebP into the library. The same picture twice is one.',
    args: { input: t.arg({ type: AddReferenceInput, required: true }) },
    errors: { types: [NotAllowed, NotFound, InputInvalid, PictureInvalid] },
    resolve: async (_root, { input }, { deps, actor }) => ({ reference: await addReference(deps, actor, input) }),
  }),
  archiveReference: t.field({
    type: successOf('ArchiveReferenceSuccess'),
    description: 'Takes a picture out of the library; campaigns that use it keep it.',
    args: { input: t.arg({ type: ArchiveReferenceInput, required: true }) },
    errors: { types: [NotAllowed, NotFound] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      reference: await archiveReference(deps, actor, { referenceId: getLocalId('Reference', input.referenceId) }),
    }),
  }),
}));
