import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { OUTPUT_BYTES_MAX, parseSize } from '@dailies/schema';
import type { Deps } from '../deps.ts';
import { digestVideo } from '../media/digest-video.ts';
import type { Failure } from '../providers/failure.ts';
import { downloadOutput } from '../providers/safe-download.ts';
import { fetchAsProof } from './fetch-as-proof.ts';
import { keepClip } from './keep-clip.ts';
import { claimStore, countStoreTry, deferStore, type StorableRender } from './output.store.ts';
import { settleRenders } from './settle-renders.ts';

/** Damaged or unreachable outputs fetched before their render may be called failed; each fetch resumes by range on its own. */
const STORE_TRIES_MAX = 6;

/** The output could not be fetched or kept this time; the job is tried again. */
class StoreAgain extends Error {}

/**
 * Fetches a finished output, proves it whole, makes poster and sprite, lays all three in the bucket and commits the clip. Every step may be
 * done twice, and at the same time: each try has a folder of its own, object names follow from the render, uploads refuse to overwrite, and the
 * commit is a compare-and-set. A render that a webhook calls finished is fetched too: its whole file is the proof.
 */
export async function storeOutput(deps: Deps, renderId: string, signal: AbortSignal): Promise<void> {
  const { storeRetryMs: retryMs, readAnnouncedMs: proofMs } = deps.timing;
  const render = await claimStore(deps.db, renderId, { retryMs, proofMs });
  if (!render) return;
  const folder = await mkdtemp(path.join(deps.paths.temp, `${render.id}-`));
  try {
    const fetched =
      render.status === 'running' ? await fetchAsProof(deps, render, folder, signal) : await fetchFinished(deps, render, folder, signal);
    if (fetched) await keepFetched(deps, render, { folder, ...fetched }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Fetched = { file: string; bytes: number };

async function fetchFinished(deps: Deps, render: StorableRender, folder: string, signal: AbortSignal): Promise<Fetched | null> {
  const file = path.join(folder, 'output.mp4');
  const provider = await deps.providers.get(render.endpointId);
  const output = await downloadOutput({ provider, operationId: render.operationId, path: file, bytesMax: OUTPUT_BYTES_MAX, signal });
  switch (output.kind) {
    case 'downloaded':
      return { file, bytes: output.bytes };
    case 'gone':
      return fail(deps, render, 'expired', { code: 'output_expired', note: 'the provider no longer offers the content' });
    case 'not_known':
      return render.isOutputExpired
        ? fail(deps, render, 'expired', { code: 'output_expired', note: 'the provider does not know the video any more' })
        : again(deps, render, { code: 'output_unreachable', note: 'the provider says that it does not know the video' }, signal);
    case 'too_large':
      return fail(deps, render, 'failed', { code: 'output_invalid', note: `larger than ${OUTPUT_BYTES_MAX} bytes` });
    case 'not_ready':
      return again(deps, render, { code: 'output_unreachable', note: 'the provider does not offer its content yet' }, signal);
    case 'unanswered':
      return again(deps, render, { code: 'output_unreachable', note: output.note }, signal, output.retryAfterMs);
  }
}

async function keepFetched(
  deps: Deps,
  render: StorableRender,
  { folder, file, bytes }: Fetched & { folder: string },
  signal: AbortSignal,
): Promise<void> {
  const { width, height } = parseSize(render.size)!;
  const digest = await digestVideo({
    path: file,
    outDir: folder,
    expected: { bytes, width, height, seconds: render.seconds },
    silent: !render.audio,
    ffmpegPath: deps.paths.ffmpeg ?? undefined,
  });
  if (digest.ok) await keepClip(deps, render, digest);
  else await again(deps, render, { code: 'output_invalid', note: `${digest.code}: ${digest.message}` }, signal);
}

/**
 * Tries once more through the queue. The video is paid: an output that can not be reached is asked for as long as a render may last, one
 * that is damaged until its tries are used up. A rest that the provider asks for is kept. Our own trouble (a drain, the bucket, the disk) uses up none.
 */
async function again(
  deps: Deps,
  render: StorableRender,
  failure: Failure,
  signal: AbortSignal,
  restMs: number | null = null,
): Promise<null> {
  if (signal.aborted) throw new StoreAgain('stopped before its end');
  const counted = await countStoreTry(deps.db, render.id);
  if (!counted) return null;
  const mayHeal = failure.code === 'output_unreachable' && counted.ageMs < deps.timing.renderWindowMs;
  const mayTry = mayHeal || counted.tries < STORE_TRIES_MAX;
  if (mayTry && restMs !== null) {
    await deferStore(deps.db, render.id, restMs);
    return null;
  }
  if (mayTry) throw new StoreAgain(`${failure.code}: ${failure.note}`);
  return fail(deps, render, 'failed', failure);
}

async function fail(deps: Deps, render: StorableRender, to: 'failed' | 'expired', failure: Failure): Promise<null> {
  deps.log.warn({ event: `render.${to}`, renderId: render.id, code: failure.code, note: failure.note });
  await deps.db.transaction().execute((trx) =>
    settleRenders(trx, deps, render.campaign, {
      from: 'succeeded',
      to,
      changes: [{ renderId: render.id, failureCode: failure.code, failureNote: failure.note }],
    }),
  );
  return null;
}
