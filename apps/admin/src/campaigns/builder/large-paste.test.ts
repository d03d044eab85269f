import { expect, test } from 'vitest';
import { largePaste } from './large-paste.ts';

test('a large paste becomes one JSON object a line', async () => {
  const text = `${'x'.repeat(300_000)}\nan "English" one\n中文`;
  const lines = (await largePaste({ kind: 'pasted', text, splitBy: 'line' })!.text()).split('\n');
  expect(lines.slice(1)).toEqual(['{"prompt":"an \\"English\\" one"}', '{"prompt":"中文"}']);
});

test('anything else stays in the mutation', () => {
  expect(largePaste({ kind: 'pasted', text: 'a few words', splitBy: 'line' })).toBeNull();
  expect(largePaste({ kind: 'kept', count: 90_000, sample: [], from: 'big.csv' })).toBeNull();
});
