import { insertClip, type NewClipFile } from '../clip/insert-clip.ts';
import type { Deps } from '../deps.ts';
import { hashFile } from '../lib/hash-file.ts';
import { clipIdOf } from '../lib/new-id.ts';
import type { DigestedVideo } from '../media/digest-video.ts';
import { clipFileKey } from '../storage/object-keys.ts';
import { ObjectDiffers, type StoredObject } from '../storage/storage.ts';
import { awaitsClip, type StorableRender } from './output.store.ts';
import { settleRenders } from './settle-renders.ts';

/** Lays a verified video with its pictures in the bucket, then commits the clip, the end of its render and the next job together. */
export async function keepClip(deps: Deps, render: StorableRender, digest: DigestedVideo): Promise<void> {
  const clipId = clipIdOf(render.id);
  const files = await keepFiles(deps, render, clipId, digest);
  const isCommitted = await deps.db.transaction().execute(async (trx) => {
    const moved = await settleRenders(trx, deps, render.campaign, {
      from: 'succeeded',
      to: 'stored',
      changes: [{ renderId: render.id, clipId }],
      before: () => insertClip(trx, clipOf(render, clipId, digest, files)),
    });
    const startAfter = new Date(deps.clock.now().getTime() + deps.timing.providerCopyKeptMs);
    if (moved.length > 0) await deps.queue.enqueue(trx, 'removeProviderCopy', { renderId: render.id }, { startAfter });
    return moved.length > 0;
  });
  if (isCommitted) deps.log.info({ event: 'render.stored', renderId: render.id, clipId, bytes: files[0]!.bytes });
}

async function keepFiles(deps: Deps, render: StorableRender, clipId: string, digest: DigestedVideo): Promise<NewClipFile[]> {
  const place = { workspaceId: render.campaign.workspaceId, campaignId: render.campaign.id, clipId };
  const sources = [
    { kind: 'video', path: digest.videoPath, contentType: 'video/mp4' },
    { kind: 'poster', path: digest.poster.path, contentType: 'image/jpeg' },
    { kind: 'sprite', path: digest.sprite.path, contentType: 'image/jpeg' },
  ] as const;
  const files: NewClipFile[] = [];
  for (const { kind, path, contentType } of sources) {
    const sums = await hashFile(path);
    const { bytes, crc32c } = sums;
    const metadata = { endpoint: render.endpointId, operation: render.operationId };
    const stored = await keepFile(deps, render.id, { key: clipFileKey(place, kind), path, contentType, bytes, crc32c, metadata });
    files.push({ kind, bucket: stored.bucket, objectKey: stored.key, generation: stored.generation, contentType, ...sums });
  }
  return files;
}

/**
 * An object that differs was left by a try that ended before its commit, so no clip points at it: this try's file takes its place. Where another
 * try has committed since, its object stays.
 */
async function keepFile(
  { db, storage, log }: Deps,
  renderId: string,
  file: Parameters<Deps['storage']['putFile']>[0],
): Promise<StoredObject> {
  try {
    return await storage.putFile(file);
  } catch (error) {
    if (!(error instanceof ObjectDiffers) || !(await awaitsClip(db, renderId))) throw error;
    log.warn({ event: 'clip.file_replaced', key: file.key });
    await storage.remove(file.key, error.generation);
    return storage.putFile(file);
  }
}

function clipOf(
  render: StorableRender,
  clipId: string,
  { facts, sprite }: DigestedVideo,
  files: NewClipFile[],
): Parameters<typeof insertClip>[1] {
  const { columns, rows, tileWidth, tileHeight, frames } = sprite;
  return {
    id: clipId,
    workspaceId: render.campaign.workspaceId,
    campaignNum: render.campaign.num,
    variantIndex: render.index,
    renderId: render.id,
    width: facts.width,
    height: facts.height,
    durationMs: Math.round(facts.durationMs),
    hasAudio: facts.audio !== null,
    sprite: { columns, rows, tileWidth, tileHeight, frames },
    files,
  };
}
