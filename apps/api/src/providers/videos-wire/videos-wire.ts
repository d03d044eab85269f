import type { Dialect as DialectName } from '@dailies/schema';
import type { Clock } from '../../lib/clock.ts';
import type { Timing } from '../../lib/timing.ts';
import type { Capabilities, OutputOutcome, Provider } from '../provider.ts';
import { ask } from './ask.ts';
import { classifyStart, type Sent } from './classify.rules.ts';
import { DIALECTS } from './dialects/dialects.ts';
import { noteOfFault } from './note.ts';
import { openContent } from './open-content.ts';
import { type OutputRead, readOutput } from './read-output.ts';
import { readCheck, readPage, readRemoved } from './read-outcomes.rules.ts';
import { sendOnce } from './send-once.ts';

export interface VideosWireOptions {
  /** Includes `/v1`. Its query parameters go along with every call. */
  baseUrl: string;
  /** Empty for a server that asks for none. */
  apiKey: string;
  dialect: DialectName;
  /** What a probe of this endpoint found, over what its dialect promises. */
  capabilities?: Partial<Capabilities>;
  timing: Timing;
  clock: Clock;
}

const MiB = 1024 * 1024;
/** A Video echoes a prompt of up to 32,000 characters, six bytes each where the server escapes them. */
const VIDEO_BYTES_MAX = 1 * MiB;
const LIST_BYTES_MAX = 24 * MiB;

/** What an endpoint can do: what a probe found, over what its dialect promises. */
export function capabilitiesOf(dialect: DialectName, probed: Partial<Capabilities> = {}): Capabilities {
  return { ...DIALECTS[dialect].capabilities, ...probed };
}

/**
 * The one client of the Videos wire (`POST /videos`, `GET /videos/{id}`, `GET /videos`, `GET /videos/{id}/content`,
 * `DELETE /videos/{id}`), for every server that speaks it. Expected answers are outcomes; nothing of the wire leaves this folder.
 */
export function createVideosWire(options: VideosWireOptions): Provider {
  const { timing, clock, apiKey } = options;
  const dialect = DIALECTS[options.dialect];
  const capabilities = capabilitiesOf(options.dialect, options.capabilities);
  const headers = { accept: 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) };
  const now = () => clock.now();
  const address = (path: readonly string[], query: Record<string, string> = {}) => addressOf(options.baseUrl, path, query);
  const reading = { now, secret: apiKey, answerBytesMax: VIDEO_BYTES_MAX };
  const answerWithinMs = timing.sendTimeoutMs / 2;

  const askFor = (method: 'GET' | 'DELETE', url: URL, signal: AbortSignal | undefined, answerBytesMax = VIDEO_BYTES_MAX): Promise<Sent> =>
    ask({ ...reading, method, url, headers, timeoutMs: answerWithinMs, answerBytesMax, signal });

  const provider: Provider = {
    capabilities,

    async start(request, signal) {
      const body = dialect.createBody(request);
      const sent = await sendOnce({
        ...reading,
        url: address([]),
        headers: {
          ...headers,
          'content-type': body.contentType,
          ...(capabilities.honoursIdempotencyKey && { 'idempotency-key': request.renderId }),
        },
        body: body.bytes,
        requestId: request.renderId,
        sendWithinMs: request.sendWithinMs ?? timing.sendBudgetMs,
        timeoutMs: timing.sendTimeoutMs,
        signal,
      });
      return classifyStart(dialect, sent);
    },

    async check(operationId, signal) {
      return readCheck(dialect, operationId, await askFor('GET', address([operationId]), signal));
    },

    async list({ after, limit }, signal) {
      const query = { ...dialect.listQuery, limit: String(limit), order: 'desc', ...(after !== null && { after }) };
      return readPage(dialect, await askFor('GET', address([], query), signal, LIST_BYTES_MAX));
    },

    async openOutput(operationId, from, signal) {
      try {
        let read = await openFrom(operationId, from, signal);
        if (read.kind === 'not_resumable') read = await openFrom(operationId, { start: 0, etag: null }, signal);
        return read.kind === 'missing' || read.kind === 'not_resumable' ? await explainMissing(operationId, signal) : read;
      } catch (error) {
        return { kind: 'unanswered', note: noteOfFault(error), retryAfterMs: null };
      }
    },

    async remove(operationId, signal) {
      if (!capabilities.removes) return { kind: 'unsupported' };
      return readRemoved(await askFor('DELETE', address([operationId]), signal));
    },
  };

  async function openFrom(
    operationId: string,
    from: { start: number; etag: string | null },
    signal: AbortSignal | undefined,
  ): Promise<OutputRead> {
    const range = from.start > 0 && { range: `bytes=${from.start}-`, ...(from.etag !== null && { 'if-range': from.etag }) };
    const content = await openContent({
      url: address([operationId, 'content']),
      headers: { ...headers, accept: 'video/mp4, */*', 'accept-encoding': 'identity', ...range },
      stallTimeoutMs: answerWithinMs,
      signal,
    });
    return readOutput(content, from.start, now());
  }

  /** Content answers 404 before a video is finished, after it expired, and when it never was: the video itself tells which. */
  async function explainMissing(operationId: string, signal: AbortSignal | undefined): Promise<OutputOutcome> {
    const checked = await provider.check(operationId, signal);
    if (checked.kind === 'gone') return { kind: 'not_known' };
    if (checked.kind !== 'found') return checked;
    const { state } = checked.operation;
    if (state.kind === 'pending') return { kind: 'not_ready' };
    if (state.kind !== 'succeeded' || (state.expiresAt !== null && state.expiresAt <= now())) return { kind: 'gone' };
    return { kind: 'unanswered', note: 'HTTP 404 for the content of a finished video', retryAfterMs: null };
  }

  return provider;
}

function addressOf(baseUrl: string, path: readonly string[], query: Readonly<Record<string, string>>): URL {
  const url = new URL(baseUrl);
  url.pathname = [url.pathname.replace(/\/+$/, ''), 'videos', ...path.map(encodeURIComponent)].join('/');
  for (const [name, value] of Object.entries(query)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url;
}
