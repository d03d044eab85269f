import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adoptionHoldChange,
  balanceOf,
  carveChange,
  closeChange,
  drawsOnSpare,
  type LedgerChange,
  releaseChange,
  releaseUnsentChange,
  reserveChange,
  settleChange,
} from './ledger.rules.ts';

const render = (n: number, holdMicros: number) => ({ id: `rnd_${n}`, holdMicros });
const launch = (askedMicros: number, cellsMicros = askedMicros) => reserveChange('launch:c', { askedMicros, cellsMicros });

describe('ledger changes', () => {
  test('a settled render spends its cost, and what it cost less is spare until the reserve is closed', () => {
    const entries = [launch(500_000, 400_000), settleChange(render(1, 400_000), 300_000)];
    expect(balanceOf(entries)).toEqual({ heldMicros: 200_000, settledMicros: 300_000, spareMicros: 200_000 });
    expect(balanceOf([...entries, closeChange('c', 200_000)])).toEqual({ heldMicros: 0, settledMicros: 300_000, spareMicros: 0 });
  });

  test('an attempt made again takes back what the lost one released', () => {
    const again = [releaseChange(render(1, 400_000)), carveChange('again:rnd_1', 400_000)];
    expect(balanceOf([launch(400_000), ...again])).toEqual({ heldMicros: 400_000, settledMicros: 0, spareMicros: 0 });
    expect(drawsOnSpare(again)).toBe(false);
  });

  test('a cost above the hold, and a lost render found after all, draw on what is spare', () => {
    const dearer = settleChange(render(1, 400_000), 500_000);
    expect([[dearer], [adoptionHoldChange(render(2, 400_000))]].map(drawsOnSpare)).toEqual([true, true]);
    expect(balanceOf([launch(400_000), dearer])).toEqual({ heldMicros: -100_000, settledMicros: 500_000, spareMicros: -100_000 });
  });

  test('an amount below zero, or finer than a micro, is a bug', () => {
    expect(() => releaseChange(render(1, -1))).toThrow(RangeError);
    expect(() => settleChange(render(1, 1), 0.5)).toThrow(RangeError);
  });

  test('whatever the ends and repeats, what was asked for is held or spent, and never more than that', () => {
    const ends = fc.constantFrom('settle', 'release', 'unsent' as const);
    const variant = fc.record({ hold: fc.nat(10_000_000), end: ends, under: fc.nat(100), repeats: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(variant, { maxLength: 40 }), fc.nat(1_000_000), (variants, margin) => {
        const cells = variants.reduce((sum, one) => sum + one.hold, 0);
        const cost = (one: (typeof variants)[number]) => Math.floor((one.hold * (100 - one.under)) / 100);
        const ended = variants.flatMap((one, n): LedgerChange[] => {
          const change = {
            settle: () => settleChange(render(n, one.hold), cost(one)),
            release: () => releaseChange(render(n, one.hold)),
            unsent: () => releaseUnsentChange(`unsent:${n}`, one.hold),
          }[one.end]();
          return Array.from({ length: 1 + one.repeats }, () => change);
        });
        const entries = [launch(cells + margin, cells), ...ended];
        for (let until = 1; until <= entries.length; until += 1) {
          const { heldMicros, settledMicros, spareMicros } = balanceOf(entries.slice(0, until));
          expect(heldMicros + settledMicros).toBe(cells + margin);
          expect(Math.min(settledMicros, spareMicros, heldMicros - spareMicros)).toBeGreaterThanOrEqual(0);
        }
        const spent = variants.filter((one) => one.end === 'settle').reduce((sum, one) => sum + cost(one), 0);
        const rest = cells + margin - spent;
        expect(balanceOf(entries)).toEqual({ heldMicros: rest, settledMicros: spent, spareMicros: rest });
      }),
    );
  });
});
