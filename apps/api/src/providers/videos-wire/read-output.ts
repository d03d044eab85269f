import type { OutputOutcome } from '../provider.ts';
import { readRetryAfter } from './http-answer.ts';
import { noteOf } from './note.ts';
import type { Content } from './open-content.ts';

/** A 404 says too little: not finished yet, or no longer there. `not_resumable`: only the whole can be had. */
export type OutputRead = OutputOutcome | { kind: 'missing' } | { kind: 'not_resumable' };

const DOCUMENT = /^(text\/|application\/(problem\+)?json|application\/xml)/i;

/** What opening the content from byte `start` on saw. Takes over the body: it is either handed on or destroyed. */
export function readOutput(content: Content, start: number, now: Date): OutputRead {
  const outcome = outcomeOf(content, start, now);
  if (outcome.kind !== 'stream') content.body.destroy();
  return outcome;
}

function outcomeOf({ status, headers, body }: Content, start: number, now: Date): OutputRead {
  const retryAfterMs = readRetryAfter({ get: (name) => String(headers[name] ?? '') }, now);
  const unanswered = (what: string): OutputRead => ({ kind: 'unanswered', note: noteOf(`HTTP ${status}${what}`), retryAfterMs });
  if (status === 404) return { kind: 'missing' };
  if (status === 410) return { kind: 'gone' };
  if (status === 416 && start > 0) return { kind: 'not_resumable' };
  if (status !== 200 && status !== 206) return unanswered('');
  const type = headers['content-type'] ?? '';
  if (DOCUMENT.test(type)) return unanswered(` with ${type} instead of a video`);
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') return unanswered(' with an encoding we did not ask for');
  // Only a strong validator may guard a range (RFC 9110, 13.1.5).
  const etag = headers.etag?.startsWith('"') ? headers.etag : null;
  if (status === 200) return { kind: 'stream', body, bytes: wholeNumber(headers['content-length']), start: 0, etag };
  const range = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(headers['content-range'] ?? '');
  if (Number(range?.[1]) !== start) return start > 0 ? { kind: 'not_resumable' } : unanswered(' with a range we did not ask for');
  return { kind: 'stream', body, bytes: wholeNumber(range?.[2]), start, etag };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
