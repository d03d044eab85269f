import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceRange, repeatFactorOf } from './plan-price.rules.ts';

const NOTHING = { count: 0, micros: 0 };

test('a workspace without repeats pays each clip once, and a few mishaps of a young one weigh little', () => {
  expect(repeatFactorOf({ paidRenders: 0, readyClips: 0 })).toBe(1);
  expect(repeatFactorOf({ paidRenders: 300, readyClips: 300 })).toBe(1);
  expect(repeatFactorOf({ paidRenders: 2, readyClips: 1 })).toBeCloseTo(22 / 21);
  expect(repeatFactorOf({ paidRenders: 1_200, readyClips: 1_000 })).toBeCloseTo(1.196, 3);
  expect(repeatFactorOf({ paidRenders: 500, readyClips: 0 })).toBe(3);
});

test('without repeats low, expected and high are the same money; a reuse lowers what is expected, not what is reserved', () => {
  const cells = { count: 3, micros: 1_200_000, reused: NOTHING };
  expect(priceRange(cells, 1)).toEqual({ lowMicros: 1_200_000, expectedMicros: 1_200_000, highMicros: 1_200_000 });
  const reused = { count: 1, micros: 400_000 };
  expect(priceRange({ ...cells, reused }, 1)).toEqual({ lowMicros: 1_200_000, expectedMicros: 1_200_000, highMicros: 1_600_000 });
});

test('repeats of a large plan even out, those of a small one may not', () => {
  const share = (count: number) => {
    const { expectedMicros, highMicros } = priceRange({ count, micros: count * 400_000, reused: NOTHING }, 1.1);
    return highMicros / expectedMicros;
  };
  expect(share(10_000)).toBeLessThan(1.01);
  expect(share(1)).toBeGreaterThan(1.5);
});

test('low ≤ expected ≤ high, in whole micros, whatever the plan', () => {
  const cells = fc.record({ count: fc.nat(100_000), micros: fc.nat(1_000_000_000) });
  fc.assert(
    fc.property(cells, cells, fc.double({ min: 1, max: 3, noNaN: true }), (fresh, reused, factor) => {
      const { lowMicros, expectedMicros, highMicros } = priceRange({ ...fresh, reused }, factor);
      expect([lowMicros, expectedMicros, highMicros].every(Number.isSafeInteger)).toBe(true);
      expect(lowMicros).toBeLessThanOrEqual(expectedMicros);
      expect(expectedMicros).toBeLessThanOrEqual(highMicros);
    }),
  );
});
