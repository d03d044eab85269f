import { expect, test } from 'vitest';
import { factorOf, millisecondsOf, percentOf, readTokens } from './tokens.rules.ts';

test.each([
  ['[[sentinel]]', [{ name: 'sentinel', argument: null, times: 1, text: '[[sentinel]]' }]],
  [
    'a [[429:3]] b [[stall:90%]]',
    [
      { name: '429', argument: '3', times: 3 },
      { name: 'stall', argument: '90%', times: 1 },
    ],
  ],
  ['[[fail:moderation*2]]', [{ name: 'fail', argument: 'moderation', times: 2 }]],
  ['[[500:after*always]]', [{ name: '500', argument: 'after', times: Infinity }]],
  ['[[429]]', [{ name: '429', argument: null, times: 1 }]],
  ['[[429:0]]', [{ name: '429', argument: '0', times: 1 }]],
  ['[[wikilink]] [sentinel] [[Sentinel]] [[]]', []],
])('%s', (prompt, tokens) => {
  expect(readTokens(prompt)).toMatchObject(tokens);
  expect(readTokens(prompt)).toHaveLength(tokens.length);
});

test('arguments have limits and fallbacks', () => {
  expect([percentOf('60%', 1), percentOf('400%', 1), percentOf(null, 90), percentOf('x', 90)]).toEqual([60, 100, 90, 90]);
  expect([factorOf('4x', 1), factorOf('0.5x', 1), factorOf('-1x', 3), factorOf(null, 3)]).toEqual([4, 0.5, 3, 3]);
  expect([millisecondsOf('5s', 1), millisecondsOf('300ms', 1), millisecondsOf('9999s', 1), millisecondsOf('soon', 7)]).toEqual([
    5000, 300, 600_000, 7,
  ]);
});
