import { expect, test } from 'vitest';
import { findFault, guessSplit, splitPrompts } from './split-prompts.ts';

test.each([
  ['one\ntwo\nthree', 'line', ['one', 'two', 'three']],
  ['one\r\ntwo\r\n', 'line', ['one', 'two']],
  ['A cat.\nIt sleeps.\n\nA dog.', 'blank', ['A cat.\nIt sleeps.', 'A dog.']],
  ['A cat.\r\n \t\r\nA dog.\r\n\r\n\r\nA bird.', 'blank', ['A cat.', 'A dog.', 'A bird.']],
  ['\n\n\none prompt\n\n\n', 'line', ['one prompt']],
  ['雨夜的上海街头\n沙漠日出', 'line', ['雨夜的上海街头', '沙漠日出']],
  ['', 'line', []],
] as const)('%j', (text, by, prompts) => {
  expect(guessSplit(text)).toBe(by);
  expect(splitPrompts(text, by)).toEqual(prompts);
});

test('names the first prompt that can not be sent', () => {
  expect(findFault(['fine', 'x'.repeat(32_001)])).toBe('Prompt 2 has 32,001 characters; at most 32,000 can be sent.');
  expect(findFault(['\ud800'])).toContain('Prompt 1 contains a broken character');
  expect(findFault(['fine'])).toBeNull();
});
