import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceOf, holdChange, type LedgerChange, releaseChange, releaseUnsentChange, settleChange } from './ledger.rules.ts';

const render = (n: number, holdMicros: number) => ({ id: `rnd_${n}`, holdMicros });

describe('ledger changes', () => {
  test('a settled render returns its whole hold and spends its cost', () => {
    const entries = [holdChange('launch:c', 400_000), settleChange(render(1, 400_000), 300_000)];
    expect(balanceOf(entries)).toEqual({ heldMicros: 0, settledMicros: 300_000 });
  });

  test('an amount below zero, or finer than a micro, is a bug', () => {
    expect(() => releaseChange(render(1, -1))).toThrow(RangeError);
    expect(() => settleChange(render(1, 1), 0.5)).toThrow(RangeError);
  });

  test('whatever the ends and repeats, nothing is ever negative, and when all ended nothing is held', () => {
    const ends = fc.constantFrom('settle', 'release', 'unsent' as const);
    const variant = fc.record({ hold: fc.nat(10_000_000), end: ends, over: fc.integer({ min: -100, max: 50 }), repeats: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(variant, { maxLength: 40 }), (variants) => {
        const launch = holdChange(
          'launch:c',
          variants.reduce((sum, one) => sum + one.hold, 0),
        );
        const cost = (one: (typeof variants)[number]) => Math.floor((one.hold * (100 + one.over)) / 100);
        const ended = variants.flatMap((one, n): LedgerChange[] => {
          const change = {
            settle: () => settleChange(render(n, one.hold), cost(one)),
            release: () => releaseChange(render(n, one.hold)),
            unsent: () => releaseUnsentChange(`unsent:${n}`, one.hold),
          }[one.end]();
          return Array.from({ length: 1 + one.repeats }, () => change);
        });
        const entries = [launch, launch, ...ended];
        for (let until = 1; until <= entries.length; until += 1) {
          const { heldMicros, settledMicros } = balanceOf(entries.slice(0, until));
          expect(heldMicros).toBeGreaterThanOrEqual(0);
          expect(settledMicros).toBeGreaterThanOrEqual(0);
        }
        const spent = variants.filter((one) => one.end === 'settle').reduce((sum, one) => sum + cost(one), 0);
        expect(balanceOf(entries)).toEqual({ heldMicros: 0, settledMicros: spent });
      }),
    );
  });
});
