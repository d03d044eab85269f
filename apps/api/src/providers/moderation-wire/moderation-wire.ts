import type { Clock } from '../../lib/clock.ts';
import type { Moderator } from '../moderator.ts';
import { ask } from '../videos-wire/ask.ts';
import { noteOfAnswer } from '../videos-wire/note.ts';
import { decodeModerations } from './decode-moderations.ts';

export interface ModerationWireOptions {
  /** Includes `/v1`. */
  baseUrl: string;
  /** Empty for a server that asks for none. */
  apiKey: string;
  /** Null: whichever the server takes by itself. */
  model: string | null;
  clock: Clock;
}

const ANSWER_WITHIN_MS = 20_000;
/** Categories and scores of 32 texts are some 60 KB. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** What is wrong is the question itself: its length, or a text of it. */
const UNREADABLE: ReadonlySet<number> = new Set([400, 413, 422]);

/** The client of the Moderations wire: `POST /moderations` with `{ input: string[], model }` (OpenAI API reference, Moderations). */
export function createModerationWire({ baseUrl, apiKey, model, clock }: ModerationWireOptions): Moderator {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/moderations`);
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    ...(apiKey && { authorization: `Bearer ${apiKey}` }),
  };
  return {
    name: model === null ? baseUrl : `${baseUrl} ${model}`,
    async moderate(texts, signal) {
      const sent = await ask({
        method: 'POST',
        url,
        headers,
        body: JSON.stringify({ input: texts, ...(model !== null && { model }) }),
        timeoutMs: ANSWER_WITHIN_MS,
        answerBytesMax: ANSWER_BYTES_MAX,
        now: () => clock.now(),
        secret: apiKey,
        signal,
      });
      if (sent.kind === 'fault') return { kind: 'unanswered', note: sent.note, retryAfterMs: null, mayPass: true };
      const { status, json, retryAfterMs } = sent.answer;
      const note = noteOfAnswer(sent.answer);
      if (UNREADABLE.has(status)) return { kind: 'refused', note };
      if (status !== 200) return { kind: 'unanswered', note, retryAfterMs, mayPass: status === 408 || status === 429 || status >= 500 };
      const categories = decodeModerations(json, texts.length);
      if (categories) return { kind: 'moderated', categories };
      const odd = 'HTTP 200 with a body that is no moderation of these texts';
      return { kind: 'unanswered', note: odd, retryAfterMs: null, mayPass: false };
    },
  };
}
