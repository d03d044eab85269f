import type { Clock } from '../../lib/clock.ts';
import type { ModerationOutcome, Moderator } from '../moderator.ts';
import { ask } from '../videos-wire/ask.ts';
import { noteOf, noteOfAnswer } from '../videos-wire/note.ts';
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
    async judge(texts, signal) {
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
      if (sent.kind === 'fault') return unanswered(sent.note, null);
      const { answer } = sent;
      if (answer.status !== 200) return unanswered(noteOfAnswer(answer), answer.retryAfterMs);
      const categories = decodeModerations(answer.json, texts.length);
      return categories ? { kind: 'judged', categories } : unanswered('HTTP 200 with a body that is no moderation of these texts', null);
    },
  };
}

function unanswered(note: string, retryAfterMs: number | null): ModerationOutcome {
  return { kind: 'unanswered', note: noteOf(note), retryAfterMs };
}
