import { expect, test } from 'vitest';
import { readThresholds } from './read-thresholds.ts';

test.each([
  ['50, 80, 100', [50, 80, 100]],
  ['100 % 50% and 80', [50, 80, 100]],
  ['90;90', [90]],
  ['', []],
  ['0', null],
  ['1001', null],
  ['12.5', null],
  ['half', null],
  ['1 2 3 4 5 6 7 8 9 10 11', null],
])('%j is %j', (text, percents) => expect(readThresholds(text)).toEqual(percents));
