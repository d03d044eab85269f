import { expect, test } from 'vitest';
import { readListSearch } from './list-search.ts';

test.each([
  [{}, {}],
  [{ status: 'RUNNING' }, { status: ['RUNNING'] }],
  [{ status: ['PAUSED', 'RUNNING', 'nonsense'] }, { status: ['RUNNING', 'PAUSED'] }],
  [{ status: 7, search: '  spring ' }, { search: 'spring' }],
  [{ search: '   ' }, {}],
])('%j', (raw, search) => {
  expect(readListSearch(raw)).toEqual(search);
});
