import { subscribe } from 'node:diagnostics_channel';
import type { Sent } from './classify.rules.ts';
import { readAnswer, type Reading } from './http-answer.ts';
import { noteOfFault } from './note.ts';

export interface OneSend extends Reading {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array<ArrayBuffer>;
  /** Names this send among all that are under way in this process. */
  requestId: string;
  /** Nothing is sent unless the first byte has left by then. */
  sendWithinMs: number;
  /** The whole exchange ends after this. */
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** What the HTTP client told of one send while it was under way. */
interface Watch {
  mayHaveLeft: boolean;
  status: number | null;
}

const REQUEST_ID_HEADER = 'x-client-request-id';
const watches = new Map<string, Set<Watch>>();

/** Set once an answer came to a send that was never announced: on such a platform nothing can be proved unsent. */
let isClientMute = false;

/** The client publishes `sendHeaders` in the same turn in which it writes the first byte to the socket, and `headers` before anything reads the answer. */
subscribe('undici:client:sendHeaders', (message) => {
  for (const watch of watchesOf(message)) watch.mayHaveLeft = true;
});
subscribe('undici:request:headers', (message) => {
  const { response } = message as { response: { statusCode: number } };
  for (const watch of watchesOf(message)) watch.status = response.statusCode;
});

/**
 * One POST, never repeated. The platform's fetch repeats a POST by itself after a 421; a body it can read only once forbids that. A
 * redirect is an answer, not followed. Never rejects: what can go wrong is the answer.
 */
export async function sendOnce(send: OneSend): Promise<Sent> {
  const watch: Watch = { mayHaveLeft: false, status: null };
  const stop = new AbortController();
  const notLeft = setTimeout(() => watch.mayHaveLeft || stop.abort('no connection within the send budget'), send.sendWithinMs);
  const notAnswered = setTimeout(() => stop.abort('no whole answer in time'), send.timeoutMs);
  const unregister = register(send.requestId, watch);
  try {
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { ...send.headers, 'content-length': String(send.body.length), [REQUEST_ID_HEADER]: send.requestId },
      body: new Blob([send.body]).stream(),
      duplex: 'half',
      redirect: 'manual',
      signal: send.signal ? AbortSignal.any([send.signal, stop.signal]) : stop.signal,
    };
    const response = await fetch(send.url, init);
    isClientMute ||= !watch.mayHaveLeft;
    return { kind: 'answer', answer: await readAnswer(response, send) };
  } catch (error) {
    // Some answers (407) reach fetch only as an error; their status is still an answer.
    if (watch.status !== null) return { kind: 'answer', answer: { status: watch.status, json: undefined, retryAfterMs: null, date: null } };
    return { kind: 'fault', mayHaveLeft: watch.mayHaveLeft || isClientMute, note: noteOfFault(error) };
  } finally {
    clearTimeout(notLeft);
    clearTimeout(notAnswered);
    unregister();
  }
}

function register(requestId: string, watch: Watch): () => void {
  const group = watches.get(requestId) ?? new Set();
  watches.set(requestId, group.add(watch));
  return () => {
    group.delete(watch);
    if (group.size === 0) watches.delete(requestId);
  };
}

/** The sends a message of the client's channels is about; two of one id are both meant, which errs towards "may have left". */
function watchesOf(message: unknown): Iterable<Watch> {
  const { headers } = (message as { request: { headers: readonly unknown[] } }).request;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (String(headers[i]).toLowerCase() === REQUEST_ID_HEADER) return watches.get(String(headers[i + 1])) ?? [];
  }
  return [];
}
