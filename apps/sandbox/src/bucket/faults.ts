import { setTimeout as sleep } from 'node:timers/promises';
import { draw } from '../lib/chance.ts';
import { header, type Call } from './call.ts';
import { GcsError } from './gcs-error.ts';

/** How often each fault strikes, from 0 (never, the default) to 1 (always); `slowMs` delays every request. */
export type BucketFaultRates = {
  /** Any request: 503 before anything is done. */
  status503?: number;
  /** An upload's connection breaks while bytes come in; one time in five after the object is made, so that only the answer is lost. */
  resetUpload?: number;
  /** A download's connection breaks before its last byte. */
  resetDownload?: number;
  slowMs?: number;
};

export type Faults = { set(input: { rates: BucketFaultRates; seed: number }): void; strike(call: Call): Promise<void> };

const UNKNOWN_LENGTH_BYTES = 256 * 1024;
const ANSWER_LOST_SHARE = 0.2;

/**
 * Faults by rates and a seed. Whether the nth request for an address is struck depends on seed, address and n alone, not on what else happens at the
 * same time: a run with the same names repeats exactly.
 */
export function createFaults(): Faults {
  let rates: BucketFaultRates = {};
  let seed = 0;
  const counts = new Map<string, number>();
  return {
    set: (input) => {
      ({ rates, seed } = input);
      counts.clear();
    },
    strike: async (call) => {
      if (Object.keys(rates).length === 0) return;
      const address = `${call.method} /${call.segments.join('/')} ${call.query.get('name') ?? ''}`;
      const nth = counts.get(address) ?? 0;
      counts.set(address, nth + 1);
      const chance = (what: string): number => draw(seed, what, address, nth);
      if (rates.slowMs) await sleep(rates.slowMs);
      if (chance('503') < (rates.status503 ?? 0))
        throw new GcsError(503, 'backendError', 'We encountered an internal error. Please try again.');
      if (isUpload(call) && chance('upload') < (rates.resetUpload ?? 0)) cutUpload(call, chance('where'));
      if (isDownload(call) && chance('download') < (rates.resetDownload ?? 0)) cutDownload(call, chance('where'));
    },
  };
}

function cutUpload(call: Call, where: number): void {
  if (where < ANSWER_LOST_SHARE) {
    call.losesAnswer = true;
    return;
  }
  const length = Number(header(call, 'content-length') ?? UNKNOWN_LENGTH_BYTES);
  call.body = cutAfter(call.body, Math.floor(length * where), call);
}

function cutDownload(call: Call, where: number): void {
  const { send } = call;
  call.send = (source, bytes) => send(cutAfter(source, Math.floor(bytes * where), call), bytes);
}

/** Passes `bytes` bytes on and then breaks the connection, at the latest when the source ends. */
async function* cutAfter(source: AsyncIterable<Buffer>, bytes: number, call: Call): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of source) {
    if (chunk.byteLength > left) {
      if (left > 0) yield chunk.subarray(0, left);
      break;
    }
    left -= chunk.byteLength;
    yield chunk;
  }
  call.response.destroy();
  throw new Error('The connection was cut by a fault.');
}

const isUpload = (call: Call): boolean => call.segments[0] !== 'storage' && /^(PUT|POST)$/.test(call.method);
const isDownload = (call: Call): boolean =>
  call.method === 'GET' && (call.query.get('alt') === 'media' || call.query.has('X-Goog-Signature'));
