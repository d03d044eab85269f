import type { Deps } from '../deps.ts';
import { eachLimit } from '../lib/each-limit.ts';
import { type ModerationOutcome, type Moderator, TEXTS_MAX } from '../providers/moderator.ts';
import { keepModerations } from './moderation.store.ts';
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

/**
 * Has texts read by the moderation service and keeps what it says, question by question, so that a plan which is asked for again goes on where
 * this ended. `untilMs`: when to end, by the monotonic clock. Throws ModerationUnavailable.
 */
export async function moderateTexts(
  deps: Pick<Deps, 'db' | 'clock' | 'log'>,
  moderator: Moderator,
  { workspaceId, texts, untilMs }: { workspaceId: string; texts: readonly UnreadText[]; untilMs: number },
): Promise<void> {
  let read = 0;
  let trouble: string | null = null;
  await eachLimit(questionsOf(texts), QUESTIONS_IN_PARALLEL, async (question) => {
    if (trouble !== null || deps.clock.monotonicMs() > untilMs) return;
    const outcome = await askPatiently(deps, moderator, question, untilMs);
    if (outcome.kind === 'unanswered') {
      trouble = outcome.note;
      return;
    }
    const readings = question.map(({ sha256 }, n) => ({ sha256, categories: outcome.categories[n]! }));
    await keepModerations(deps.db, { workspaceId, judge: moderator.name }, readings);
    read += question.length;
  });
  if (read === texts.length) return;
  deps.log.warn({ event: 'moderation.unfinished', read, of: texts.length, note: trouble });
  throw new ModerationUnavailable({ read, left: texts.length - read, note: trouble });
}

async function askPatiently(
  { clock }: Pick<Deps, 'clock'>,
  moderator: Moderator,
  question: readonly UnreadText[],
  untilMs: number,
): Promise<ModerationOutcome> {
  const texts = question.map(({ text }) => text);
  for (let nth = 1; ; nth += 1) {
    const outcome = await moderator.judge(texts);
    if (outcome.kind === 'judged' || nth === TRIES) return outcome;
    const waitMs = outcome.retryAfterMs ?? TRY_AGAIN_MS * nth;
    if (clock.monotonicMs() + waitMs > untilMs) return outcome;
    await clock.sleep(waitMs);
  }
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
