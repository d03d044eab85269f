import { type Micros, OPEN_RENDER_STATUSES, type RenderStatus } from '@dailies/schema';
import type { Capabilities, OperationState, StartOutcome } from '../providers/provider.ts';
import type { Failure } from '../providers/failure.ts';

/**
 * Every arrow of a render's life. A status without arrows is an end for good; a render that failed or expired after it was paid may be asked for
 * again, and is never sent again.
 */
export const STEPS: Record<RenderStatus, readonly RenderStatus[]> = {
  intended: ['submitting', 'cancelled', 'failed'],
  submitting: ['running', 'intended', 'failed', 'ambiguous'],
  ambiguous: ['running', 'lost', 'parked'],
  parked: ['running', 'lost'],
  running: ['succeeded', 'failed', 'cancelled', 'expired'],
  succeeded: ['stored', 'expired', 'failed'],
  stored: [],
  failed: ['succeeded'],
  cancelled: [],
  expired: ['succeeded'],
  lost: [],
};

export function mayStep(from: RenderStatus, to: RenderStatus): boolean {
  return STEPS[from].includes(to);
}

export function isOpen(status: RenderStatus): boolean {
  return (OPEN_RENDER_STATUSES as readonly RenderStatus[]).includes(status);
}

/** What happens to a render's hold with a step: `settle` books its price as spent, `release` returns it. */
export type MoneyStep = 'keep' | 'settle' | 'release';

/**
 * Money follows the provider's truth: a finished render is paid whether or not its file reaches us; one that failed, was refused or
 * never started is not. An expired render was finished once, so it was paid; what is fetched again was paid before.
 */
export function moneyOf(from: RenderStatus, to: RenderStatus): MoneyStep {
  if (from === 'succeeded' || from === 'failed' || from === 'expired') return 'keep';
  if (to === 'succeeded' || to === 'expired') return 'settle';
  if (to === 'failed' || to === 'cancelled' || to === 'lost') return 'release';
  return 'keep';
}

/**
 * The next step of a render after its one send. `wait` tells what must rest: this render alone (it was not tried), the endpoint because it could
 * not be reached, the endpoint for as long as it said, or the endpoint until a person has looked. A doubtful send rests the endpoint where its
 * server is in `trouble`.
 */
export type SendStep =
  | { to: 'running'; operationId: string }
  | { to: 'intended'; wait: 'render' | 'unreached'; note: string }
  | { to: 'intended'; wait: 'endpoint'; retryAfterMs: number; note: string }
  | { to: 'intended'; wait: 'person'; note: string }
  | { to: 'failed'; failure: Failure }
  | { to: 'ambiguous'; note: string; trouble?: { retryAfterMs: number | null } };

/** Whether nothing more may be sent to the endpoint right after this step. */
export function restsEndpoint(step: SendStep): boolean {
  return step.to === 'intended' ? step.wait !== 'render' : step.to === 'ambiguous' && step.trouble !== undefined;
}

export function stepAfterSend(outcome: StartOutcome): SendStep {
  switch (outcome.kind) {
    case 'accepted':
      return { to: 'running', operationId: outcome.operation.id };
    case 'not_sent':
      return { to: 'intended', wait: 'unreached', note: outcome.note };
    case 'throttled':
      return { to: 'intended', wait: 'endpoint', retryAfterMs: outcome.retryAfterMs, note: outcome.note };
    case 'misconfigured':
      return { to: 'intended', wait: 'person', note: outcome.note };
    case 'refused':
      return { to: 'failed', failure: outcome.failure };
    case 'ambiguous':
      return { to: 'ambiguous', note: outcome.note, ...(outcome.trouble ? { trouble: outcome.trouble } : {}) };
  }
}

/**
 * From where a render takes an answer that reached its row late: while it is submitting any, and while it is looked for or waits for a person still the
 * video that the answer named. Null where the answer comes too late to change anything.
 */
export function stepOfLateAnswer(now: RenderStatus, to: SendStep['to']): 'submitting' | 'ambiguous' | 'parked' | null {
  if (now !== 'submitting' && now !== 'ambiguous' && now !== 'parked') return null;
  return mayStep(now, to) && (now === 'submitting' || to === 'running') ? now : null;
}

/**
 * The next step of a running render after the provider told its state; null while it goes on. One that outlives its window ends as expired: the
 * provider may still finish and bill it, so its price is taken for spent.
 */
export type CheckStep =
  | { to: 'succeeded'; expiresAt: Date | null; costMicros: Micros | null }
  | { to: 'failed'; failure: Failure }
  | { to: 'expired'; failure: Failure };

export function stepAfterCheck(state: OperationState, overdue: boolean): CheckStep | null {
  switch (state.kind) {
    case 'succeeded':
      return { to: 'succeeded', expiresAt: state.expiresAt, costMicros: state.costMicros ?? null };
    case 'failed':
      return { to: 'failed', failure: state.failure };
    case 'expired':
      return { to: 'expired', failure: { code: 'output_expired', note: 'the provider reports it as expired' } };
    case 'unknown':
      return overdue ? { to: 'expired', failure: { code: 'status_unknown', note: `status "${state.word.slice(0, 100)}"` } } : null;
    case 'pending':
      return overdue ? { to: 'expired', failure: { code: 'render_timeout', note: `still ${state.phase} at the end of its window` } } : null;
  }
}

/**
 * The step of a running render whose provider says that it does not know the video. A gateway, another replica or a new route answers so for a
 * moment: the money is given back only where it was said before, the tolerated clock difference or longer ago, and no answer has shown the video
 * between. `goneMs`: since it was said first; null where this is the first time.
 */
export function stepAfterGone(goneMs: number | null, { clockSkewMs }: { clockSkewMs: number }): CheckStep | null {
  if (goneMs === null || goneMs < clockSkewMs) return null;
  return {
    to: 'failed',
    failure: { code: 'operation_gone', note: 'the provider answers again and again that it does not know this video' },
  };
}

/**
 * The step of a running render whose provider answers no question about it: none within its window and a quiet period after it, then it ends as
 * expired. Whether it was finished nobody can tell any more, so its price must be taken for spent.
 */
export function stepAfterSilence(
  ageMs: number,
  { renderWindowMs, quietPeriodMs }: { renderWindowMs: number; quietPeriodMs: number },
  note: string,
): CheckStep | null {
  return ageMs > renderWindowMs + quietPeriodMs ? { to: 'expired', failure: { code: 'provider_silent', note } } : null;
}

/** Ends without a clip that the provider's list may contradict: the video is there after all. */
export const GIVEN_UP_CODES = ['operation_gone', 'output_expired', 'render_timeout', 'provider_silent', 'status_unknown'] as const;

/** A wait that doubles with every try, up to thirty times the base. Milliseconds. */
export function backoffMs(baseMs: number, tries: number): number {
  return Math.min(baseMs * 2 ** Math.min(tries, 10), 30 * baseMs);
}

/** Above this a doubtful send waits for a person instead of being made again. */
const RECREATE_MICROS_MAX: Micros = 1_000_000;
const ATTEMPTS_MAX = 3;

/** Whole readings of a list that must not show a send before it is taken for never made. */
const READINGS_MIN = 2;

/** Whether a whole reading counts as one more that did not show a send: not where the last was counted just now. `missedMs`: since then. */
export function countsAsMissed({ missedMs }: { missedMs: number | null }, { reconcileEveryMs }: { reconcileEveryMs: number }): boolean {
  return missedMs === null || missedMs >= reconcileEveryMs;
}

/** Whether enough whole readings did not show it; `missedCount` with this one, which is made after the quiet period. */
export function isMissedEnough(missedCount: number): boolean {
  return missedCount >= READINGS_MIN;
}

/** Whether a doubtful send has been looked for in vain so long, in a list that can not be read whole, that a person is to decide. */
export function isBeyondReading(
  ageMs: number,
  { renderWindowMs, quietPeriodMs }: { renderWindowMs: number; quietPeriodMs: number },
): boolean {
  return ageMs > quietPeriodMs + renderWindowMs;
}

/** Whether what a provider does not list can be said not to exist: it lists all that it has, with the prompts. */
export function provesAbsence(capabilities: Pick<Capabilities, 'lists' | 'listEchoesPrompt' | 'listIsAuthoritative'>): boolean {
  return capabilities.lists && capabilities.listEchoesPrompt && capabilities.listIsAuthoritative;
}

/** Rule 9: what becomes of a send that two full reads of the list did not show after the quiet period. */
export function afterQuietPeriod(render: { holdMicros: Micros; attempt: number }, listProves: boolean): 'park' | 'recreate' {
  return listProves && render.holdMicros <= RECREATE_MICROS_MAX && render.attempt < ATTEMPTS_MAX ? 'recreate' : 'park';
}
