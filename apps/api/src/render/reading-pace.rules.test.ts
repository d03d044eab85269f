import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { productionTiming as timing } from '../lib/timing.ts';
import {
  chanceToEnd,
  chooseWanted,
  firstCheckMs,
  foldAnnounced,
  grewOverdue,
  isAnnouncing,
  type Learned,
  mayHaveEnded,
  nextCheckMs,
  nextReadingMs,
  nextWindowMs,
  usable,
  type Waiting,
} from './reading-pace.rules.ts';

const SECOND = 1_000;
const learned: Learned = { samples: 100, meanMs: 120 * SECOND, deviationMs: 35 * SECOND };
const waiting = (ageSeconds: number, known: Learned | null = learned): Waiting => ({ ageMs: ageSeconds * SECOND, learned: known });
/** As many in flight as asked, of every age. */
const inFlight = (count: number): Waiting[] => Array.from({ length: count }, (_, n) => waiting((n * 180) / count));

describe('what is learned', () => {
  it('counts from five samples on, and is never surer than a twentieth', () => {
    expect(usable({ ...learned, samples: 4 })).toBeNull();
    expect(usable({ samples: 5, meanMs: 1_000, deviationMs: 0 })).toMatchObject({ deviationMs: 50 });
  });

  it('tells when an end is possible, likely and overdue', () => {
    expect([20, 50, 51].map((age) => mayHaveEnded(waiting(age)))).toEqual([false, true, true]);
    expect(chanceToEnd({ ageMs: 0, learned }, 120 * SECOND)).toBeCloseTo(0.5, 1);
    expect(chanceToEnd({ ageMs: 600 * SECOND, learned }, SECOND)).toBe(1);
    expect(mayHaveEnded(waiting(0, null))).toBe(true);
  });

  it('makes an end likelier the longer one waits', () => {
    const ms = fc.double({ min: 0, max: 600 * SECOND, noNaN: true });
    fc.assert(
      fc.property(ms, ms, ms, (ageMs, one, other) => {
        const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
        const [least, most] = [chanceToEnd({ ageMs, learned }, shorter), chanceToEnd({ ageMs, learned }, longer)];
        return least >= -1e-9 && least <= most + 1e-9 && most <= 1 + 1e-9;
      }),
    );
  });
});

describe('the next look', () => {
  const next = (of: Waiting[], more: Partial<Parameters<typeof nextReadingMs>[0]> = {}) =>
    nextReadingMs({ waiting: of, isAnnounced: false, requests: 1, sinceReadMs: 0, timing, ...more }) / SECOND;

  it('comes every three seconds while nothing is known', () => {
    expect(next([waiting(1, null)])).toBe(3);
  });

  it('comes soon with thousands in flight and quiet webhooks, late with webhooks that come', () => {
    expect(next(inFlight(2_000), { requests: 20 })).toBeLessThan(4.5);
    expect(next(inFlight(2_000), { requests: 20, isAnnounced: true })).toBe(30);
  });

  it('waits with few in flight until enough of them should have ended', () => {
    expect(next(inFlight(20))).toBeGreaterThan(12);
    expect(next([waiting(0)])).toBe(30);
    expect(next([waiting(118)])).toBeLessThan(10);
  });

  it('comes early for one that grows overdue although webhooks come', () => {
    expect(next([waiting(220)], { isAnnounced: true })).toBeCloseTo(5, 0);
    expect(next([waiting(20)], { isAnnounced: true, sinceReadMs: 10 * SECOND })).toBe(20);
  });

  it('never comes sooner than three seconds nor later than thirty', () => {
    const any = fc.record({ ageMs: fc.double({ min: 0, max: 4_000 * SECOND, noNaN: true }), learned: fc.constantFrom(null, learned) });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 50 }), fc.boolean(), fc.integer({ min: 1, max: 99 }), (all, isAnnounced, requests) => {
        const seconds = next(all, { isAnnounced, requests });
        return seconds >= 3 && seconds <= 30;
      }),
    );
  });
});

describe('overdue', () => {
  it('is noticed once, and again when it has grown a quarter older', () => {
    const steps = Array.from({ length: 400 }, (_, age) => grewOverdue(waiting(age), SECOND));
    expect(steps.flatMap((grew, age) => (grew ? [age] : []))).toEqual([225, 282, 352]);
    expect(grewOverdue(waiting(400, null), SECOND)).toBe(false);
  });
});

describe('who is asked for', () => {
  const due = { age: 1, isDue: true };
  const young = { age: 10, isDue: false };
  const ripe = { age: 100, isDue: false };
  const overdue = { age: 225, isDue: false };
  const running = [due, young, ripe, overdue];
  const choose = (state: object) =>
    chooseWanted(running, {
      isDue: true,
      isListed: true,
      isAnnounced: false,
      sinceLookMs: 3 * SECOND,
      sinceReadMs: 3 * SECOND,
      sinceWholeMs: 3 * SECOND,
      foretell: ({ age }) => waiting(age),
      timing,
      ...state,
    });

  it.each([
    ['between two looks', { isDue: false }, 'errand', [due]],
    ['where the list is not believed', { isListed: false }, 'glance', [due]],
    ['while webhooks are quiet', {}, 'reading', [due, ripe, overdue]],
    ['once in a while', { sinceWholeMs: 61 * SECOND }, 'whole', running],
    ['while webhooks come', { isAnnounced: true }, 'glance', [due, overdue]],
    ['after thirty seconds of webhooks', { isAnnounced: true, sinceReadMs: 30 * SECOND }, 'reading', [due, ripe, overdue]],
  ])('%s', (_name, state, kind, wanted) => {
    expect(choose(state)).toEqual({ kind, wanted });
  });
});

describe('webhooks', () => {
  it('are relied on after they told of most ends, and no more when they stop', () => {
    const learnedToTrust = foldAnnounced(0, { announced: 60, missed: 0 });
    expect(isAnnouncing(0)).toBe(false);
    expect(isAnnouncing(learnedToTrust)).toBe(true);
    expect(isAnnouncing(foldAnnounced(learnedToTrust, { announced: 495, missed: 5 }))).toBe(true);
    expect(isAnnouncing(foldAnnounced(1, { announced: 0, missed: 1 }))).toBe(true);
    expect(isAnnouncing(foldAnnounced(1, { announced: 0, missed: 3 }))).toBe(false);
    expect(foldAnnounced(0.7, { announced: 0, missed: 0 })).toBe(0.7);
  });
});

describe('questions by id', () => {
  it('halve what is left to wait, and grow with age where nothing is known', () => {
    expect([0, 77, 116, 151].map((age) => nextCheckMs(waiting(age), timing) / SECOND)).toEqual([77.5, 39, 19.5, 2]);
    expect([0, 5, 60].map((age) => nextCheckMs(waiting(age, null), timing) / SECOND)).toEqual([2, 3, 12]);
  });

  it('end with the window', () => {
    expect(nextCheckMs(waiting(3_599, null), timing)).toBe(SECOND);
    expect(nextCheckMs(waiting(4_000, null), timing)).toBe(0);
  });

  it('are asked from the start only where no list can be believed', () => {
    const first = (lists: boolean, listIsAuthoritative: boolean) => firstCheckMs({ lists, listIsAuthoritative }, timing);
    expect([first(true, true), first(true, false), first(false, true)]).toEqual([timing.renderWindowMs, 2_000, 2_000]);
  });
});

it('a doubtful send is looked for ever more seldom, and as its quiet period ends', () => {
  expect([0, 40, 600, 1_190, 1_300].map((age) => nextWindowMs(age * SECOND, timing) / SECOND)).toEqual([5, 20, 120, 10, 120]);
});
