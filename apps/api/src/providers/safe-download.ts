import { rm } from 'node:fs/promises';
import { type Clock, systemClock } from '../lib/clock.ts';
import { openHashedFile } from './hashed-file.ts';
import type { Provider } from './provider.ts';

export interface DownloadRequest {
  provider: Provider;
  operationId: string;
  /** The file to write; it is overwritten, and removed again unless the download succeeds. */
  path: string;
  bytesMax: number;
  signal?: AbortSignal;
  clock?: Clock;
}

export type DownloadOutcome =
  /** `crc32c` is base64 of the big-endian checksum, as Google Cloud Storage writes it. */
  | { kind: 'downloaded'; bytes: number; sha256: Buffer; crc32c: string }
  | { kind: 'not_ready' }
  | { kind: 'gone' }
  | { kind: 'not_known' }
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null }
  | { kind: 'too_large' };

/** Connections one download may use. A broken one goes on from the bytes already here. */
const OPENS_MAX = 6;
const RESUME_WAIT_MS = 250;
/** A server that asks for a longer rest is left to the caller's own retry. */
const REST_MAX_MS = 5_000;

/**
 * Streams a finished output into a file while hashing it, never holding more than a few hundred kilobytes. The length the provider
 * announced is the length that must arrive; whether the bytes are a video is for the caller to prove. Throws where the disk refuses.
 */
export async function downloadOutput(request: DownloadRequest): Promise<DownloadOutcome> {
  let outcome: DownloadOutcome | null = null;
  try {
    outcome = await fetchWhole(request);
    return outcome;
  } finally {
    if (outcome?.kind !== 'downloaded') await rm(request.path, { force: true });
  }
}

async function fetchWhole(request: DownloadRequest): Promise<DownloadOutcome> {
  const { provider, operationId, bytesMax, signal, clock = systemClock } = request;
  const file = await openHashedFile(request.path);
  let etag: string | null = null;
  let announced: number | null = null;
  let unanswered: DownloadOutcome & { kind: 'unanswered' } = { kind: 'unanswered', note: 'nothing arrived', retryAfterMs: null };
  try {
    for (let open = 0; open < OPENS_MAX && !signal?.aborted; open += 1) {
      if (open > 0) await clock.sleep(Math.max(RESUME_WAIT_MS * 2 ** (open - 1), unanswered.retryAfterMs ?? 0), signal);
      const opened = await provider.openOutput(operationId, { start: file.bytes, etag }, signal);
      if (opened.kind === 'unanswered') {
        unanswered = opened;
        if ((opened.retryAfterMs ?? 0) > REST_MAX_MS) return opened;
        continue;
      }
      if (opened.kind !== 'stream') return opened;
      const isOther = file.bytes > 0 && (opened.bytes !== announced || (etag !== null && opened.etag !== null && opened.etag !== etag));
      if (opened.start !== file.bytes || isOther) await file.restart();
      if (opened.start !== file.bytes) {
        opened.body.destroy();
        continue;
      }
      ({ etag, bytes: announced } = opened);
      if (announced !== null && announced > bytesMax) {
        opened.body.destroy();
        return { kind: 'too_large' };
      }
      const taken = await file.take(opened.body, bytesMax);
      if (taken.kind === 'too_large') return taken;
      if (taken.kind === 'ended' && (announced === null || file.bytes === announced))
        return { kind: 'downloaded', ...(await file.finish()) };
      const short = `${file.bytes} of ${announced ?? 'an unknown number of'} bytes arrived`;
      unanswered = { kind: 'unanswered', note: taken.kind === 'broken' ? `${short}: ${taken.note}` : short, retryAfterMs: null };
      if (announced !== null && file.bytes > announced) await file.restart();
    }
    return unanswered;
  } finally {
    await file.close();
  }
}
