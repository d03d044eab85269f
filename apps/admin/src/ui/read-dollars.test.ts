import { expect, test } from 'vitest';
import { readDollars } from './read-dollars.ts';

test.each([
  ['120', 120_000_000],
  ['$1,200.50', 1_200_500_000],
  [' 0.000001 ', 1],
  ['0', 0],
  ['', null],
  ['-5', null],
  ['1.2.3', null],
  ['12e3', null],
])('%j is %s micros', (text, micros) => expect(readDollars(text)).toBe(micros));
