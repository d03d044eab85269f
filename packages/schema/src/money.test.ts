import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicros, parseDollars } from './money.ts';

describe('parseDollars', () => {
  it.each([
    ['0.10', 100_000],
    [' 12 ', 12_000_000],
    ['-0.5', -500_000],
    ['0.000001', 1],
    ['0.0000001', null],
    ['1,000', null],
    ['.5', null],
    ['1e3', null],
    ['', null],
    ['12345678901', null],
  ])('%j is %s', (text, micros) => expect(parseDollars(text)).toBe(micros));
});

describe('formatMicros', () => {
  it.each([
    [0, '$0.00'],
    [400_000, '$0.40'],
    [1_234_500_000, '$1,234.50'],
    [125_500, '$0.1255'],
    [1, '$0.000001'],
    [-2_400_000, '−$2.40'],
  ])('%d is %s', (micros, text) => expect(formatMicros(micros)).toBe(text));

  it('hides no micro', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (micros) => {
        expect(parseDollars(formatMicros(micros).replace('−', '-').replaceAll(/[$,]/g, ''))).toBe(micros);
      }),
    );
  });
});
