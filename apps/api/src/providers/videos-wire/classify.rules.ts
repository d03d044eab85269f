import type { Failure } from '../failure.ts';
import type { StartOutcome } from '../provider.ts';
import type { Dialect } from './dialects/dialect.ts';
import { decodeError } from './error-wire.ts';
import type { Answer } from './http-answer.ts';
import { noteOf, noteOfAnswer } from './note.ts';
import { isPolicyCode, operationOf } from './operation.rules.ts';
import { decodeVideo } from './video-wire.ts';

/** What the one send saw: an answer (as far as it came), or a fault on the way. */
export type Sent =
  | { kind: 'answer'; answer: Answer }
  /** `mayHaveLeft`: whether any byte of the request may have reached the network. */
  | { kind: 'fault'; mayHaveLeft: boolean; note: string };

/** The rest after a 429 that asks for none. */
export const THROTTLE_DEFAULT_MS = 5_000;

/**
 * The outcome table of a create. Only three kinds of answer prove that nothing was created: no byte left, a throttle, and a refusal.
 * A request that timed out, met a conflict or a server error may have been carried out: only the list can tell.
 */
export function classifyStart(dialect: Dialect, sent: Sent): StartOutcome {
  if (sent.kind === 'fault') return { kind: sent.mayHaveLeft ? 'ambiguous' : 'not_sent', note: sent.note };
  const { answer } = sent;
  const { status } = answer;
  const note = noteOfAnswer(answer);
  if (status >= 200 && status < 300) return classifyAccepted(dialect, answer);
  if (status >= 300 && status < 400) return { kind: 'misconfigured', note: `${note}: the address redirects; use the one it points to` };
  if (status === 429) return { kind: 'throttled', retryAfterMs: answer.retryAfterMs ?? THROTTLE_DEFAULT_MS, note };
  if (status >= 500) return { kind: 'ambiguous', note, trouble: { retryAfterMs: answer.retryAfterMs } };
  if (status === 408 || status === 409 || status < 200) return { kind: 'ambiguous', note };
  const failure = refusalOf(answer, note);
  if ([401, 402, 403].includes(status) && failure.code !== 'prompt_refused') return { kind: 'misconfigured', note };
  return { kind: 'refused', failure };
}

function classifyAccepted(dialect: Dialect, answer: Answer): StartOutcome {
  const video = decodeVideo(answer.json);
  const operation = video && operationOf(dialect, video);
  if (operation) return { kind: 'accepted', operation };
  return { kind: 'ambiguous', note: noteOf(`HTTP ${answer.status} with a body that is no Video`) };
}

function refusalOf(answer: Answer, note: string): Failure {
  const { code, param } = decodeError(answer.json);
  if (isPolicyCode(code)) return { code: 'prompt_refused', note };
  if (code === 'model_not_found' || (answer.status === 404 && param === 'model')) return { code: 'model_gone', note };
  return { code: 'request_invalid', note };
}
