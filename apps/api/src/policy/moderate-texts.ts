import type { Deps } from '../deps.ts';
import { eachLimit } from '../lib/each-limit.ts';
import { HARMLESS_TEXT, type ModerationOutcome, type Moderator, TEXTS_MAX } from '../providers/moderator.ts';
import { forgetOldModerations, keepModerations } from './moderation.store.ts';
import { ModerationUnavailable } from './refusals.ts';

/** A text that the moderation service has to read before a plan can stand. */
export interface UnreadText {
  text: string;
  sha256: Buffer;
}

/** A plan came upon texts that the moderation service has not read. Thrown inside its transaction, which is no time to ask a service. */
export class TextsUnread extends Error {
  readonly texts: readonly UnreadText[];
  constructor(texts: readonly UnreadText[]) {
    super(`${texts.length} texts were not moderated yet`);
    this.texts = texts;
  }
}

const QUESTIONS_IN_PARALLEL = 4;
const TRIES = 3;
const TRY_AGAIN_MS = 1_000;
/** A question of 32 texts of the largest size would be a megabyte. */
const QUESTION_CHARS_MAX = 100_000;
/** What a text is flagged as that the service can not read: nobody can say that it may be shown. */
const UNREADABLE = 'unreadable for the service';

/**
 * Has texts read by the moderation service and keeps what it says, question by question, so that a plan which is asked for again goes on where
 * this ended. `untilMs`: when to end, by the monotonic clock. Throws ModerationUnavailable.
 */
export async function moderateTexts(
  deps: Pick<Deps, 'db' | 'clock' | 'log'>,
  moderator: Moderator,
  { workspaceId, texts, untilMs }: { workspaceId: string; texts: readonly UnreadText[]; untilMs: number },
): Promise<void> {
  const of = { workspaceId, moderator: moderator.name };
  const patient = askPatiently(deps, moderator, untilMs);
  let read = 0;
  let trouble: string | null = null;
  /** What was under way when the time was over: only where nothing at all was read it says that something is wrong. */
  let cut: string | null = null;

  async function have(question: readonly UnreadText[]): Promise<void> {
    if (trouble !== null || deps.clock.monotonicMs() > untilMs) return;
    const outcome = await patient(question.map(({ text }) => text));
    if (outcome.kind === 'unanswered') {
      if (deps.clock.monotonicMs() < untilMs) trouble ??= outcome.note;
      else cut ??= outcome.note;
      return;
    }
    if (outcome.kind === 'refused' && question.length > 1) {
      for (const one of question) await have([one]);
      return;
    }
    if (outcome.kind === 'refused' && !(await readsAnything())) {
      trouble ??= outcome.note;
      return;
    }
    const categories = outcome.kind === 'moderated' ? outcome.categories : [[`${UNREADABLE} (${outcome.note})`]];
    await keepModerations(
      deps.db,
      of,
      question.map(({ sha256 }, n) => ({ sha256, categories: categories[n]! })),
    );
    read += question.length;
  }

  /** A service that refuses everything is broken, and its word about one text is none. */
  let sample: Promise<ModerationOutcome> | null = null;
  const readsAnything = async () => (await (sample ??= patient([HARMLESS_TEXT]))).kind === 'moderated';

  await forgetOldModerations(deps.db, workspaceId);
  await eachLimit(questionsOf(texts), QUESTIONS_IN_PARALLEL, have);
  if (read === texts.length) return;
  const note = trouble ?? (read === 0 ? cut : null);
  deps.log.warn({ event: 'moderation.unfinished', ...of, read, of: texts.length, note });
  throw new ModerationUnavailable({ read, left: texts.length - read, note });
}

/** Asks up to three times where that may help. A rest that one answer wants holds for all questions of this asker. */
function askPatiently({ clock }: Pick<Deps, 'clock'>, moderator: Moderator, untilMs: number) {
  let notBeforeMs = 0;
  return async (texts: readonly string[]): Promise<ModerationOutcome> => {
    for (let nth = 1; ; nth += 1) {
      while (notBeforeMs > clock.monotonicMs() && notBeforeMs <= untilMs) await clock.sleep(notBeforeMs - clock.monotonicMs());
      if (notBeforeMs > untilMs) return { kind: 'unanswered', note: 'the service asked for a rest', retryAfterMs: null, mayPass: true };
      const outcome = await moderator.moderate(texts, AbortSignal.timeout(Math.max(1, Math.ceil(untilMs - clock.monotonicMs()))));
      if (outcome.kind !== 'unanswered' || !outcome.mayPass || nth === TRIES) return outcome;
      notBeforeMs = Math.max(notBeforeMs, clock.monotonicMs() + (outcome.retryAfterMs ?? TRY_AGAIN_MS * nth));
      if (notBeforeMs > untilMs) return outcome;
    }
  };
}

/** Cuts texts into questions, by number and by characters, whichever is full first. */
function questionsOf(texts: readonly UnreadText[]): UnreadText[][] {
  const questions: UnreadText[][] = [];
  let chars = Infinity;
  for (const one of texts) {
    chars += one.text.length;
    if (chars > QUESTION_CHARS_MAX || questions.at(-1)!.length >= TEXTS_MAX) {
      questions.push([]);
      chars = one.text.length;
    }
    questions.at(-1)!.push(one);
  }
  return questions;
}
