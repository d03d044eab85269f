import { PHASE_OF_RENDER, RENDER_STATUSES, type RenderStatus } from '@dailies/schema';
import { describe, expect, it } from 'vitest';
import type { StartOutcome } from '../providers/provider.ts';
import {
  afterQuietPeriod,
  backoffMs,
  countsAsMissed,
  isBeyondReading,
  isMissedEnough,
  isOpen,
  mayStep,
  moneyOf,
  provesAbsence,
  STEPS,
  stepAfterCheck,
  stepAfterGone,
  stepAfterSend,
} from './render.rules.ts';

const failure = { code: 'provider_error', note: 'x' } as const;

describe('the render machine', () => {
  it('ends only where nothing is open any more, and from an end only fetches again', () => {
    for (const status of RENDER_STATUSES) {
      if (isOpen(status)) expect(STEPS[status]).not.toEqual([]);
      else expect([[], ['succeeded']]).toContainEqual(STEPS[status]);
    }
  });

  it('reaches every status from intended', () => {
    const seen = new Set<RenderStatus>(['intended']);
    for (const status of seen) for (const next of STEPS[status]) seen.add(next);
    expect([...seen].sort()).toEqual([...RENDER_STATUSES].sort());
  });

  it.each([
    ['intended', 'running'],
    ['ambiguous', 'intended'],
    ['running', 'intended'],
    ['stored', 'failed'],
    ['lost', 'running'],
    ['expired', 'intended'],
    ['failed', 'running'],
  ] as const)('has no arrow from %s to %s', (from, to) => expect(mayStep(from, to)).toBe(false));

  it('moves money exactly once on every path from intended to an end', () => {
    const walk = (status: RenderStatus, booked: number, path: RenderStatus[]): void => {
      if (!isOpen(status)) expect({ path, booked }).toEqual({ path, booked: 1 });
      for (const next of STEPS[status]) {
        if (path.filter((one) => one === next).length > 1) continue;
        walk(next, booked + (moneyOf(status, next) === 'keep' ? 0 : 1), [...path, next]);
      }
    };
    walk('intended', 0, ['intended']);
  });

  it('shows a phase for every status', () => {
    for (const status of RENDER_STATUSES) expect(PHASE_OF_RENDER[status]).toBeTypeOf('string');
  });
});

describe('after a send', () => {
  const outcomes: [StartOutcome, RenderStatus][] = [
    [{ kind: 'not_sent', note: 'refused' }, 'intended'],
    [{ kind: 'throttled', retryAfterMs: 1_000, note: '429' }, 'intended'],
    [{ kind: 'misconfigured', note: '401' }, 'intended'],
    [{ kind: 'refused', failure }, 'failed'],
    [{ kind: 'ambiguous', note: 'timeout' }, 'ambiguous'],
  ];
  it.each(outcomes)('%o goes to %s', (outcome, to) => {
    expect(stepAfterSend(outcome).to).toBe(to);
    expect(mayStep('submitting', to)).toBe(true);
  });

  it('never creates again what may have been created', () => {
    expect(mayStep('ambiguous', 'intended')).toBe(false);
  });
});

describe('after a check', () => {
  it.each([
    [{ kind: 'pending', phase: 'running', progressPercent: 40 }, false, null],
    [{ kind: 'pending', phase: 'running', progressPercent: 99 }, true, 'expired'],
    [{ kind: 'unknown', word: 'pondering' }, false, null],
    [{ kind: 'unknown', word: 'pondering' }, true, 'expired'],
    [{ kind: 'succeeded', expiresAt: null }, true, 'succeeded'],
    [{ kind: 'failed', failure }, false, 'failed'],
    [{ kind: 'expired' }, false, 'expired'],
  ] as const)('%o (overdue: %s) gives %s', (state, overdue, to) => {
    expect(stepAfterCheck(state, overdue)?.to ?? null).toBe(to);
  });
});

describe('a video that its provider does not know', () => {
  it.each([
    [null, null],
    [119_000, null],
    [120_000, 'failed'],
  ] as const)('said first %s ms ago ends as %s', (goneMs, to) => {
    expect(stepAfterGone(goneMs, { clockSkewMs: 120_000 })?.to ?? null).toBe(to);
  });
});

describe('waits', () => {
  it('double up to thirty times the base', () => {
    expect([0, 1, 2, 20].map((tries) => backoffMs(1_000, tries))).toEqual([1_000, 2_000, 4_000, 30_000]);
  });
});

describe('a reading that does not show a send', () => {
  it('counts once in the time between two readings', () => {
    const timing = { reconcileEveryMs: 5_000 };
    expect([null, 4_999, 5_000].map((missedMs) => countsAsMissed({ missedMs }, timing))).toEqual([true, false, true]);
    expect([0, 1, 2, 3].map(isMissedEnough)).toEqual([false, false, true, true]);
  });

  it('is waited for no longer than the quiet period and a window', () => {
    const timing = { quietPeriodMs: 20, renderWindowMs: 60 };
    expect([80, 81].map((ageMs) => isBeyondReading(ageMs, timing))).toEqual([false, true]);
  });

  it('proves something only of a list of everything, with prompts', () => {
    const whole = { lists: true, listEchoesPrompt: true, listIsAuthoritative: true };
    expect(provesAbsence(whole)).toBe(true);
    for (const name of Object.keys(whole)) expect(provesAbsence({ ...whole, [name]: false })).toBe(false);
  });
});

describe('after the quiet period', () => {
  it.each([
    [400_000, 1, true, 'recreate'],
    [1_000_000, 2, true, 'recreate'],
    [1_000_001, 1, true, 'park'],
    [400_000, 3, true, 'park'],
    [400_000, 1, false, 'park'],
  ] as const)('%d micros, attempt %d, lists: %s → %s', (holdMicros, attempt, lists, policy) => {
    expect(afterQuietPeriod({ holdMicros, attempt }, lists)).toBe(policy);
  });
});
