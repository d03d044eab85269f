import { describe, expect, test } from 'vitest';
import { isForbidden, isUnwanted } from './forbidden.ts';
import { findRejections } from './lint-prompt.ts';

const codesOf = (text: string) => findRejections(text).map(({ code }) => code);

describe('what is asked for beside what is forbidden is rejected', () => {
  test.each([
    ['No watermark, nude teenage girl', 'age'],
    ['no blur, nude 15-year-old boy', 'age'],
    ['without shoes, nude schoolgirl walks', 'age'],
    ['Avoid blur, kids drink beer', 'age'],
    ['not a nude teenage girl', 'age'],
    ['no dialogue, no text, Taylor Swift sings', 'real_person'],
    ['Do not cut, do not zoom, Elon Musk waves', 'real_person'],
    ['You have never seen Elon Musk like this, he dances', 'real_person'],
    ['Without further ado Elon Musk waves', 'real_person'],
    ['None other than Elon Musk waves', 'real_person'],
    ["Can't wait to see Elon Musk wave", 'real_person'],
    ['Not just any man: not only Elon Musk waves', 'real_person'],
    ['Handheld, no cuts, Nike sneakers splash', 'brand_logo'],
    ['Slow pan, no zoom, Coca-Cola bottle on ice', 'brand_logo'],
    ["I can't get enough of Nutella on toast", 'brand_logo'],
    ['She skips past a shelf of Nutella', 'brand_logo'],
    ["Don't miss the new Nike shoes", 'brand_logo'],
    ['Do not hesitate to show Mickey Mouse waving', 'copyrighted_work'],
    ['No motion blur Mickey Mouse waves', 'copyrighted_work'],
    ['There is no better drink than Coca-Cola, it sparkles', 'brand_logo'],
    ['No text on the Coca-Cola bottle', 'brand_logo'],
    ['A man who is not unlike Elon Musk waves', 'real_person'],
    ['without a shirt Elon Musk waves', 'real_person'],
    ['no crowd around Elon Musk, who waves', 'real_person'],
    ['No people in view as Mickey Mouse waves', 'copyrighted_work'],
  ])('%s', (text, code) => {
    expect(codesOf(text)).toContain(code);
  });
});

describe('what is only forbidden is fine', () => {
  test.each([
    'A cat jumps, no logos, no Mickey Mouse',
    'A cat jumps, no logos or Mickey Mouse',
    'A cat jumps, no logos, captions or Mickey Mouse',
    'A cat jumps. No Nike, Adidas or Puma logos.',
    'A cat jumps, neither logos nor Mickey Mouse, nor Nike',
    'A cat jumps. Avoid captions, subtitles or Nike logos.',
    "A cat jumps. Don't use Taylor Swift's voice.",
    'A cat jumps. Negative prompt: blur, Mickey Mouse, Nike.',
    'A cat jumps without any brands such as Nike',
    'Kids ride down a lane, no beer, no smoking.',
    'A woman in lingerie turns, no children.',
  ])('%s', (text) => {
    expect(codesOf(text)).toEqual([]);
  });
});

test('a warning is content with a list that nothing closes, a rejection is not', () => {
  const text = 'A cup steams. No logos, text, watermarks.';
  expect(isUnwanted(text, text.indexOf('watermarks'))).toBe(true);
  expect(isForbidden(text, text.indexOf('watermarks'))).toBe(false);
});
