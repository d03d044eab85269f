import { expect, test } from 'vitest';
import { isSpike, USUAL_DAYS, usualOf } from './spike.rules.ts';

test.each([
  ['a first day with few', 9, [], false],
  ['a first day with many', 10, [], true],
  ['three times the usual', 30, Array<number>(USUAL_DAYS).fill(10), true],
  ['just under three times the usual', 29, Array<number>(USUAL_DAYS).fill(10), false],
  ['a busy day among quiet ones', 12, [3, 2, 4], true],
])('%s', (_name, today, earlier, spikes) => {
  expect(isSpike(today, earlier)).toBe(spikes);
});

test('days without a rejection pull the usual down', () => {
  expect(usualOf([USUAL_DAYS])).toBe(1);
});
