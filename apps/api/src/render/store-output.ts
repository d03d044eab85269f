import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { OUTPUT_BYTES_MAX, parseSize } from '@dailies/schema';
import { insertClip, type NewClipFile } from '../clip/insert-clip.ts';
import type { Deps } from '../deps.ts';
import { clipIdOf } from '../lib/new-id.ts';
import { hashFile } from '../lib/hash-file.ts';
import { digestVideo } from '../media/digest-video.ts';
import type { Failure } from '../providers/failure.ts';
import { downloadOutput } from '../providers/safe-download.ts';
import { clipFileKey } from '../storage/object-keys.ts';
import { ObjectDiffers, type StoredObject } from '../storage/storage.ts';
import { claimStore, countStoreTry, type StorableRender } from './output.store.ts';
import { settleRenders } from './settle-renders.ts';

/** Damaged or unreachable outputs fetched before their render may be called failed; each fetch resumes by range on its own. */
const STORE_TRIES_MAX = 6;

/** The output could not be fetched or kept this time; the job is tried again. */
class StoreAgain extends Error {}

/**
 * Fetches a finished output, proves it whole, makes poster and sprite, lays all three in the bucket and commits the clip. Every step may be
 * done twice, and at the same time: each try has a folder of its own, object names follow from the render, uploads refuse to overwrite, and the
 * commit is a compare-and-set.
 */
export async function storeOutput(deps: Deps, renderId: string, signal: AbortSignal): Promise<void> {
  const render = await claimStore(deps.db, renderId, deps.timing.storeRetryMs);
  if (!render) return;
  const folder = await mkdtemp(path.join(deps.paths.temp, `${render.id}-`));
  try {
    await fetchAndKeep(deps, render, folder, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchAndKeep(deps: Deps, render: StorableRender, folder: string, signal: AbortSignal): Promise<void> {
  const file = path.join(folder, 'output.mp4');
  const provider = await deps.providers.get(render.endpointId);
  const output = await downloadOutput({ provider, operationId: render.operationId, path: file, bytesMax: OUTPUT_BYTES_MAX, signal });
  switch (output.kind) {
    case 'downloaded':
      break;
    case 'gone':
      return fail(deps, render, 'expired', { code: 'output_expired', note: 'the provider no longer offers the content' });
    case 'too_large':
      return fail(deps, render, 'failed', { code: 'output_invalid', note: `larger than ${OUTPUT_BYTES_MAX} bytes` });
    case 'not_ready':
      return again(deps, render, { code: 'output_unreachable', note: 'the provider says it is finished, and offers no content' }, signal);
    case 'unanswered':
      return again(deps, render, { code: 'output_unreachable', note: output.note }, signal);
  }
  const { width, height } = parseSize(render.size)!;
  const digest = await digestVideo({
    path: file,
    outDir: folder,
    expected: { bytes: output.bytes, width, height, seconds: render.seconds },
    silent: !render.audio,
    ffmpegPath: deps.paths.ffmpeg ?? undefined,
  });
  if (!digest.ok) return again(deps, render, { code: 'output_invalid', note: `${digest.code}: ${digest.message}` }, signal);

  const clipId = clipIdOf(render.id);
  const kept = [
    { kind: 'video', path: digest.videoPath, contentType: 'video/mp4' },
    { kind: 'poster', path: digest.poster.path, contentType: 'image/jpeg' },
    { kind: 'sprite', path: digest.sprite.path, contentType: 'image/jpeg' },
  ] as const;
  const files: NewClipFile[] = [];
  for (const { kind, path: from, contentType } of kept) {
    const key = clipFileKey({ workspaceId: render.campaign.workspaceId, campaignId: render.campaign.id, clipId }, kind);
    const sums = await hashFile(from);
    const stored = await keepFile(deps, { key, path: from, contentType, crc32c: sums.crc32c, bytes: sums.bytes });
    files.push({ kind, bucket: stored.bucket, objectKey: stored.key, generation: stored.generation, contentType, ...sums });
  }
  const { columns, rows, tileWidth, tileHeight, frames } = digest.sprite;
  const stored = await deps.db.transaction().execute(async (trx) => {
    const moved = await settleRenders(trx, deps, render.campaign, {
      from: 'succeeded',
      to: 'stored',
      changes: [{ renderId: render.id, clipId }],
      before: () =>
        insertClip(trx, {
          id: clipId,
          workspaceId: render.campaign.workspaceId,
          campaignNum: render.campaign.num,
          variantIndex: render.index,
          renderId: render.id,
          width: digest.facts.width,
          height: digest.facts.height,
          durationMs: Math.round(digest.facts.durationMs),
          hasAudio: digest.facts.audio !== null,
          sprite: { columns, rows, tileWidth, tileHeight, frames },
          files,
        }),
    });
    const startAfter = new Date(deps.clock.now().getTime() + deps.timing.providerCopyKeptMs);
    if (moved.length > 0) await deps.queue.enqueue(trx, 'removeProviderCopy', { renderId: render.id }, { startAfter });
    return moved.length > 0;
  });
  if (stored) deps.log.info({ event: 'render.stored', renderId: render.id, clipId, bytes: files[0]!.bytes });
}

/** An object that differs was left by a try that ended before its commit, so no clip points at it: this try's file takes its place. */
async function keepFile({ storage, log }: Deps, file: Parameters<Deps['storage']['putFile']>[0]): Promise<StoredObject> {
  try {
    return await storage.putFile(file);
  } catch (error) {
    if (!(error instanceof ObjectDiffers)) throw error;
    log.warn({ event: 'clip.file_replaced', key: file.key });
    await storage.remove(file.key);
    return storage.putFile(file);
  }
}

/**
 * Tries once more through the queue. The video is paid: an output that can not be reached is asked for as long as a render may last, one
 * that is damaged until its tries are used up. Our own trouble (a drain, the bucket, the disk) uses up none.
 */
async function again(deps: Deps, render: StorableRender, failure: Failure, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new StoreAgain('stopped before its end');
  const counted = await countStoreTry(deps.db, render.id);
  if (!counted) return;
  const mayHeal = failure.code === 'output_unreachable' && counted.ageMs < deps.timing.renderWindowMs;
  if (mayHeal || counted.tries < STORE_TRIES_MAX) throw new StoreAgain(`${failure.code}: ${failure.note}`);
  await fail(deps, render, 'failed', failure);
}

async function fail(deps: Deps, render: StorableRender, to: 'failed' | 'expired', failure: Failure): Promise<void> {
  deps.log.warn({ event: `render.${to}`, renderId: render.id, code: failure.code, note: failure.note });
  await deps.db.transaction().execute((trx) =>
    settleRenders(trx, deps, render.campaign, {
      from: 'succeeded',
      to,
      changes: [{ renderId: render.id, failureCode: failure.code, failureNote: failure.note }],
    }),
  );
}
