import type { Capabilities, Operation, StartRequest } from '../../provider.ts';
import type { Sent } from '../classify.rules.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { readAnswer } from '../http-answer.ts';
import { noteOfFault } from '../note.ts';
import type { ClauseName, ClauseVerdict } from './clauses.ts';

const CALL_TIMEOUT_MS = 60_000;
const ANSWER_BYTES_MAX = 24 * 1024 * 1024;

/** One exchange with the server under test: what it came to for the readers of this wire, and the headers they do not keep. */
export type Seen = { sent: Sent; status: number | null; headers: Headers; text: string };

/** A server under test, and what was found of it so far. */
export interface Probe {
  dialect: Dialect;
  apiKey: string;
  ask: Pick<StartRequest, 'model' | 'seconds' | 'size'>;
  /** Names this check in its prompts and request ids. */
  nonce: string;
  call: (method: string, path: readonly string[], options?: CallOptions) => Promise<Seen>;
  report: (clause: ClauseName, verdict: ClauseVerdict, says: string) => void;
  learned: Partial<Capabilities>;
  /** Videos this check began, newest first. */
  began: Operation[];
  now: () => Date;
  sleep: (ms: number) => Promise<void>;
}

export interface CallOptions {
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: { contentType: string; bytes: Uint8Array<ArrayBuffer> };
  /** Another key than the one under test. */
  apiKey?: string;
}

/** Calls a server as its clients do, once, following nothing. Never rejects. */
export function createCaller(baseUrl: string, apiKey: string, now: () => Date): Probe['call'] {
  return async (method, path, { query = {}, headers = {}, body, apiKey: key = apiKey } = {}) => {
    const url = new URL(baseUrl);
    url.pathname = [url.pathname.replace(/\/+$/, ''), 'videos', ...path.map(encodeURIComponent)].join('/');
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
        headers: { accept: 'application/json', ...(key && { authorization: `Bearer ${key}` }), ...bodyHeaders(body), ...headers },
        ...(body && { body: body.bytes }),
      });
      const copy = response.clone();
      const [answer, text] = await Promise.all([
        readAnswer(response, { answerBytesMax: ANSWER_BYTES_MAX, now, secret: apiKey }),
        isText(copy) ? copy.text() : copy.body?.cancel().then(() => ''),
      ]);
      return { sent: { kind: 'answer', answer }, status: response.status, headers: response.headers, text: text ?? '' };
    } catch (error) {
      return { sent: { kind: 'fault', mayHaveLeft: true, note: noteOfFault(error) }, status: null, headers: new Headers(), text: '' };
    }
  };
}

const bodyHeaders = (body: CallOptions['body']): Record<string, string> => (body ? { 'content-type': body.contentType } : {});
const isText = (response: Response): boolean => /json|text/.test(response.headers.get('content-type') ?? '');

export const isOk = ({ status }: Seen): boolean => status !== null && status >= 200 && status < 300;

/** `HTTP 404`, or why there was no answer. */
export function toldBy(seen: Seen): string {
  return seen.sent.kind === 'fault' ? seen.sent.note : `HTTP ${seen.status}`;
}

/** The prompt of the `nth` create: what a lossy echo would lose. */
export function promptOf(probe: Pick<Probe, 'nonce'>, nth: number): string {
  return `Probe ${probe.nonce}.${nth}: a still lake at dawn, mist drifting to the left.\nSecond line, “quoted” & <b>晨雾</b> 🌊 \\ end.`;
}
