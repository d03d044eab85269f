import { expect, test } from 'vitest';
import { readSeconds, readSizes } from './read-choices.ts';

test.each([
  ['', [], false],
  ['1280x720', ['1280x720'], false],
  ['1280 × 720, 832*480\n1280X720;', ['1280x720', '832x480'], false],
  ['1280x721', ['1280x721'], true],
  ['720p', ['720p'], true],
  ['32x32', ['32x32'], true],
  ['9000x9000', ['9000x9000'], true],
])('sizes of %j', (text, values, refused) => {
  const read = readSizes(text);
  expect(read.values).toEqual(values);
  expect(read.error !== null).toBe(refused);
});

test.each([
  ['', [], false],
  ['8 4', [4, 8], false],
  ['4s, 12 s; 8 seconds 8', [4, 8, 12], false],
  ['0', [0], true],
  ['601', [601], true],
  ['4.5', [Number.NaN], true],
  ['five', [Number.NaN], true],
])('lengths of %j', (text, values, refused) => {
  const read = readSeconds(text);
  expect(read.error !== null).toBe(refused);
  if (!refused) expect(read.values).toEqual(values);
});
