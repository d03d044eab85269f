import type { CheckOutcome, ListOutcome, RemoveOutcome } from '../provider.ts';
import { type Sent, THROTTLE_DEFAULT_MS } from './classify.rules.ts';
import { namesError } from './error-wire.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Answer } from './http-answer.ts';
import { noteOf, noteOfAnswer } from './note.ts';
import { operationOf } from './operation.rules.ts';
import { decodePage, decodeVideo } from './video-wire.ts';

type Unanswered = { kind: 'unanswered'; note: string; retryAfterMs: number | null };

/** A page of text, or a JSON body that names no error, with 404 is a proxy's word ("no Route matched"), not the server's. FastAPI's is a `detail`. */
const isGone = ({ status, json }: Answer): boolean => status === 410 || (status === 404 && namesError(json));
const isRefused = ({ status }: Answer): boolean => [401, 402, 403].includes(status) || (status >= 300 && status < 400);
const isOk = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;

/** No answer to our question: ask again later. */
export function unansweredBy(sent: Sent): Unanswered {
  if (sent.kind === 'fault') return { kind: 'unanswered', note: sent.note, retryAfterMs: null };
  const { status, retryAfterMs } = sent.answer;
  return {
    kind: 'unanswered',
    note: noteOfAnswer(sent.answer),
    retryAfterMs: retryAfterMs ?? (status === 429 ? THROTTLE_DEFAULT_MS : null),
  };
}

/** What a retrieve of `id` saw. Another video's answer, or a page of HTML with 200 or 404, answers nothing. */
export function readCheck(dialect: Dialect, id: string, sent: Sent): CheckOutcome {
  if (sent.kind === 'fault') return unansweredBy(sent);
  if (isGone(sent.answer)) return { kind: 'gone' };
  if (!isOk(sent.answer)) return unansweredBy(sent);
  const video = decodeVideo(sent.answer.json);
  if (!video) return odd(sent.answer, 'with a body that is no Video');
  if (dialect.echoesId && video.id !== id) return odd(sent.answer, 'with another video than the one asked for');
  const operation = operationOf(dialect, { ...video, id });
  return operation ? { kind: 'found', operation } : { kind: 'gone' };
}

/** What one page of the list saw. `nextAfter` is null on the last page; a server without `has_more` is asked on until a page is empty, because some cap their pages. */
export function readPage(dialect: Dialect, sent: Sent): ListOutcome {
  if (sent.kind === 'fault') return unansweredBy(sent);
  if (!isOk(sent.answer)) return { ...unansweredBy(sent), ...(isRefused(sent.answer) ? { refused: true } : {}) };
  const page = decodePage(sent.answer.json);
  if (!page) return odd(sent.answer, 'with a body that is no list of Videos');
  if (!page.videos.every((video) => dialect.isCreateId(video.id))) return odd(sent.answer, 'and ids that create never answered');
  const operations = page.videos.map((video) => operationOf(dialect, video)).filter((operation) => operation !== null);
  const mayHaveMore = page.hasMore ?? page.videos.length + page.leftOut > 0;
  const nextAfter = mayHaveMore ? (page.lastId ?? page.videos.at(-1)?.id ?? null) : null;
  return {
    kind: 'page',
    operations,
    nextAfter,
    providerNow: sent.answer.date,
    ...(page.leftOut > 0 && { leftOut: true }),
    ...(mayHaveMore && nextAfter === null && { cut: true }),
  };
}

/** What a delete saw; already gone counts as removed. */
export function readRemoved(sent: Sent): RemoveOutcome {
  if (sent.kind === 'answer' && (isOk(sent.answer) || [404, 410].includes(sent.answer.status))) return { kind: 'removed' };
  return unansweredBy(sent);
}

function odd(answer: Answer, what: string): Unanswered {
  return { kind: 'unanswered', note: noteOf(`HTTP ${answer.status} ${what}`), retryAfterMs: answer.retryAfterMs };
}
