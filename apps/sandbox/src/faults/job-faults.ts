import type { Ending } from '../videos/video.ts';
import type { FaultSubject } from './create-faults.ts';
import type { Faults } from './faults.ts';
import { factorOf, percentOf, type Token } from './tokens.rules.ts';

/** What becomes of an accepted job: how it ends, how much slower it is, whether it is billed, and the prompt it echoes. */
export type JobPlan = { ending: Ending; slower: number; billed: boolean; prompt: string };

const UNKNOWN_WORD = 'on_hold';

const FAILURES: Readonly<Record<string, string>> = {
  moderation: 'Your request was blocked by our moderation system.',
  server: 'The model failed to generate a video.',
};

const CODES: Readonly<Record<string, string>> = { moderation: 'moderation_blocked', server: 'video_generation_failed' };

/** Plans one job. Failed jobs are not billed; stalled, expired and unknown ones are. */
export function planJob(faults: Faults, subject: FaultSubject): JobPlan {
  const take = (name: Token['name']) => faults.takeToken(subject.prompt, subject.promptSha, (token) => token.name === name);
  const slow = take('slow');
  const ending = takeEnding(faults, subject);
  return {
    ending,
    slower: slow ? factorOf(slow.argument, 4) : 1,
    billed: ending.kind !== 'failed',
    prompt: take('rewrite') ? `${subject.prompt} (enhanced)` : subject.prompt,
  };
}

function takeEnding(faults: Faults, subject: FaultSubject): Ending {
  const isEnding = ({ name }: Token) => name === 'fail' || name === 'stall' || name === 'expire' || name === 'unknown-status';
  const token = faults.takeToken(subject.prompt, subject.promptSha, isEnding);
  if (token) return endingOf(token);
  if (faults.strikes('failModeration', subject.fingerprint)) return failure('moderation');
  if (faults.strikes('failServer', subject.fingerprint)) return failure('server');
  if (faults.strikes('stall', subject.fingerprint)) return { kind: 'stalled', percent: 90 };
  return { kind: 'completed', contentExpired: false };
}

function endingOf(token: Token): Ending {
  if (token.name === 'fail') return failure(token.argument ?? 'server');
  if (token.name === 'stall') return { kind: 'stalled', percent: percentOf(token.argument, 90) };
  if (token.name === 'unknown-status') return { kind: 'unknown-status', word: UNKNOWN_WORD };
  return token.argument === 'job' ? { kind: 'expired' } : { kind: 'completed', contentExpired: true };
}

function failure(cause: string): Ending {
  return { kind: 'failed', code: CODES[cause] ?? cause, message: FAILURES[cause] ?? `The render failed: ${cause}.` };
}
