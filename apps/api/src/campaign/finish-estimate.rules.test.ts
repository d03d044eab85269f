import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EndpointLoad, estimateFinish } from './finish-estimate.rules.ts';

const load = (count: number, other: Partial<EndpointLoad> = {}): EndpointLoad => ({
  places: 10,
  requestsPerMinute: null,
  day: null,
  renders: [{ count, meanMs: 60_000, deviationMs: 6_000, isMeasured: true }],
  rivals: [],
  ...other,
});
const minutes = (loads: readonly EndpointLoad[], repeats = 1) => estimateFinish(loads, repeats)!.inMs / 60_000;

describe('a finish estimate', () => {
  test('fills places round by round', () => {
    expect(minutes([load(1)])).toBe(1);
    expect(minutes([load(10)])).toBe(1);
    expect(minutes([load(11)])).toBe(2);
    expect(minutes([load(100)])).toBe(10);
  });

  test('waits for its turns beside other campaigns, and not behind all that a large one wants', () => {
    expect(minutes([load(10, { rivals: [10] })])).toBe(2);
    expect(minutes([load(10, { rivals: [100_000] })])).toBe(2);
    expect(minutes([load(10, { rivals: [5, 100_000] })])).toBe(3);
  });

  test('counts repeats, requests a minute and the day’s cap', () => {
    expect(minutes([load(100)], 1.2)).toBe(12);
    expect(minutes([load(100, { places: 1_000, requestsPerMinute: 25 })])).toBe(4);
    expect(minutes([load(30, { places: 1_000, day: { left: 10, max: 10, msToReset: 7_200_000 } })])).toBe(120 + 24 * 60 + 1);
    expect(minutes([load(10, { places: 1_000, day: { left: 10, max: 10, msToReset: 7_200_000 } })])).toBe(1);
  });

  test('is that of the slowest endpoint, and says how much of it was learned', () => {
    const assumed = load(1, { renders: [{ count: 1, meanMs: 300_000, deviationMs: 0, isMeasured: false }] });
    expect(estimateFinish([load(10), assumed], 1)).toEqual({ inMs: 300_000, latestInMs: 300_000, basis: 'partly_measured' });
    expect(estimateFinish([assumed], 1)!.basis).toBe('assumed');
    expect(estimateFinish([load(1)], 1)).toEqual({ inMs: 60_000, latestInMs: 72_000, basis: 'measured' });
    expect(estimateFinish([load(0)], 1)).toBeNull();
    expect(estimateFinish([], 1)).toBeNull();
  });

  test('never falls when there is more to do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.nat(1_000),
        fc.nat(1_000),
        fc.option(fc.integer({ min: 1, max: 60 })),
        (count, more, rival, rpm) => {
          const other = { requestsPerMinute: rpm, rivals: [rival] };
          expect(minutes([load(count + more, other)])).toBeGreaterThanOrEqual(minutes([load(count, other)]));
        },
      ),
    );
  });
});
