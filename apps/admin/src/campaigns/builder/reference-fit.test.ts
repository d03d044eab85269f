import { expect, test } from 'vitest';
import { misfitsOf, misfitWords } from './reference-fit.ts';

const [PORTRAIT, LANDSCAPE] = ['720x1280', '1280x720'];
const offered = [PORTRAIT, LANDSCAPE];

test('a picture fits the size of its pixels and no other', () => {
  const picture = { width: 720, height: 1280 };
  expect(misfitsOf(picture, [PORTRAIT])).toEqual([]);
  expect(misfitWords(picture, [PORTRAIT], offered)).toBeNull();
  expect(misfitsOf(picture, offered)).toEqual([LANDSCAPE]);
});

test('a size that is offered is the way out', () => {
  const words = misfitWords({ width: 720, height: 1280 }, offered, offered);
  expect(words).toContain('no clip of 1280 × 720 can begin with it');
  expect(words).toContain('Render in 720 × 1280 only');
});

test('pixels that no model renders have to be scaled', () => {
  const words = misfitWords({ width: 800, height: 600 }, [PORTRAIT], offered);
  expect(words).toContain('has 800 × 600 pixels');
  expect(words).toContain('Scale it to that size');
  expect(misfitWords({ width: 800, height: 600 }, offered, offered)).toContain('Scale it to one of them');
});
