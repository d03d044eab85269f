import { expect, test } from 'vitest';
import { highlightFragments } from './highlight.ts';

const prompt = 'A red apple on a table. slow dolly-in. warm golden light.';

test.each([
  ['nothing added', [], [{ text: prompt, from: null }]],
  [
    'two fragments',
    [
      { slot: 'LIGHTING', text: 'warm golden light' },
      { slot: 'CAMERA', text: ' slow dolly-in ' },
    ],
    [
      { text: 'A red apple on a table. ', from: null },
      { text: 'slow dolly-in', from: 'CAMERA' },
      { text: '. ', from: null },
      { text: 'warm golden light', from: 'LIGHTING' },
      { text: '.', from: null },
    ],
  ],
  ['a fragment that is not there', [{ slot: 'STYLE', text: '35mm {{film}}' }], [{ text: prompt, from: null }]],
  ['an empty fragment', [{ slot: 'STYLE', text: '  ' }], [{ text: prompt, from: null }]],
])('%s', (_name, fragments, pieces) => {
  expect(highlightFragments(prompt, fragments)).toEqual(pieces);
});

test('the words of the author are not taken for the preset’s', () => {
  const pieces = highlightFragments('Slow pan. Slow pan', [{ slot: 'CAMERA', text: 'Slow pan' }]);
  expect(pieces).toEqual([
    { text: 'Slow pan. ', from: null },
    { text: 'Slow pan', from: 'CAMERA' },
  ]);
});
