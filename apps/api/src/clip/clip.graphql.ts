import { type ClipFileKind, SIGNED_URL_MINUTES } from '@dailies/schema';
import { z } from 'zod';
import { allow } from '../access/allow.ts';
import type { SpriteLayout } from '../db/tables/clips.table.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, defineLoader, keyBy } from '../graphql/context.ts';
import { ClipStatusEnum } from '../graphql/enums.ts';
import { findLocalId } from '../graphql/global-id.ts';
import { type ClipFileNode, type ClipNode, ClipRef } from '../graphql/refs.ts';
import { urlWindow } from '../storage/url-window.ts';
import { listClipsByIds, listClipsByRenderIds, listFilesOfClips } from './clip.store.ts';

const MINUTE_MS = 60_000;
const DOWNLOAD_NAME_CHARS_MAX = 120;

export const clipLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listClipsByIds(deps.db, actor.workspaceId, ids), 'id'),
);
export const clipOfRenderLoader = defineLoader(async (renderIds: readonly string[], { deps, actor }) =>
  keyBy(await listClipsByRenderIds(deps.db, actor.workspaceId, renderIds), 'render_id'),
);
const filesLoader = defineLoader(async (clipIds: readonly string[], { deps }) =>
  Map.groupBy(await listFilesOfClips(deps.db, clipIds), (file) => file.clip_id),
);

async function fileOf(clip: ClipNode, kind: ClipFileKind, context: Context): Promise<ClipFileNode> {
  const files = clip.files ?? (await filesLoader(context).load(clip.id)) ?? [];
  const file = files.find((one) => one.kind === kind);
  if (!file) throw new Error(`clip ${clip.id} has no ${kind}`);
  return file;
}

/** The moment a URL asked for now may be used until, on the five-minute raster that makes repeated pages ask for the same URL. */
function expiryOf({ deps }: Context): Date {
  const nowMs = deps.clock.now().getTime();
  return new Date(urlWindow(nowMs + SIGNED_URL_MINUTES * MINUTE_MS, nowMs).endsAtMs);
}

const StoredFile = builder.interfaceRef<ClipFileNode>('StoredFile').implement({
  description: 'A file in the bucket, reachable for a while by whoever holds its URL.',
  fields: (t) => ({
    url: t.string({
      description: 'Signed; works until `expiresAt`. With `downloadName` a browser saves it under that name.',
      args: { downloadName: t.arg.string({ validate: z.string().min(1).max(DOWNLOAD_NAME_CHARS_MAX) }) },
      resolve: (file, { downloadName }, context) =>
        context.deps.storage.signedUrl({
          key: file.object_key,
          expiresAt: expiryOf(context),
          contentType: file.content_type,
          ...(downloadName ? { downloadName } : {}),
        }),
    }),
    expiresAt: t.field({ type: 'DateTime', resolve: (_file, _args, context) => expiryOf(context) }),
    bytes: t.exposeInt('bytes'),
    contentType: t.exposeString('content_type'),
    sha256: t.string({ description: 'Of the file’s bytes, hexadecimal.', resolve: (file) => file.sha256.toString('hex') }),
  }),
});

const ClipFile = builder.objectRef<ClipFileNode>('ClipFile').implement({
  description: 'The video or the poster of a clip.',
  interfaces: [StoredFile],
});

type SpriteNode = ClipFileNode & { layout: SpriteLayout };
const SpriteFile = builder.objectRef<SpriteNode>('SpriteFile').implement({
  description: 'Frames of a clip in one picture, row by row from the left, for scrubbing. Pixels.',
  interfaces: [StoredFile],
  fields: (t) => ({
    columns: t.int({ resolve: ({ layout }) => layout.columns }),
    rows: t.int({ resolve: ({ layout }) => layout.rows }),
    tileWidth: t.int({ resolve: ({ layout }) => layout.tileWidth }),
    tileHeight: t.int({ resolve: ({ layout }) => layout.tileHeight }),
    frames: t.int({ resolve: ({ layout }) => layout.frames }),
  }),
});

builder.node(ClipRef, {
  description: 'One stored video with its files.',
  id: { resolve: (clip) => clip.id },
  loadMany: (ids: string[], context) => clipLoader(context).loadMany(ids),
  fields: (t) => ({
    status: t.expose('status', { type: ClipStatusEnum }),
    width: t.exposeInt('width', { description: 'Pixels.' }),
    height: t.exposeInt('height', { description: 'Pixels.' }),
    durationMs: t.exposeInt('duration_ms'),
    hasAudio: t.exposeBoolean('has_audio'),
    createdAt: t.expose('created_at', { type: 'DateTime' }),
    video: t.field({ type: ClipFile, resolve: (clip, _args, context) => fileOf(clip, 'video', context) }),
    poster: t.field({ type: ClipFile, resolve: (clip, _args, context) => fileOf(clip, 'poster', context) }),
    sprite: t.field({
      type: SpriteFile,
      resolve: async (clip, _args, context) => ({ ...(await fileOf(clip, 'sprite', context)), layout: clip.sprite }),
    }),
  }),
});

builder.queryField('clip', (t) =>
  t.field({
    type: ClipRef,
    nullable: true,
    description: 'Null for a clip that is not in your workspace.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      allow(context.actor, 'clip.read');
      const clipId = findLocalId('Clip', id);
      return clipId === null ? null : await clipLoader(context).load(clipId);
    },
  }),
);
