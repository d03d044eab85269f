import { expect, test } from 'vitest';
import { readRange } from './byte-range.rules.ts';

const of = { bytes: 100, etag: '"a"' };

test.each([
  [undefined, null],
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=90-200', { start: 90, end: 99 }],
  ['bytes=50-', { start: 50, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=100-200', 'unsatisfiable'],
  ['bytes=9-3', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['items=0-1', null],
])('%s', (range, expected) => {
  expect(readRange(range, undefined, of)).toEqual(expected);
});

test('If-Range holds only for the same version', () => {
  expect(readRange('bytes=0-1', '"a"', of)).toEqual({ start: 0, end: 1 });
  expect(readRange('bytes=0-1', '"b"', of)).toBeNull();
});
