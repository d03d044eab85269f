import { expect, test } from 'vitest';
import { readBoardSearch } from './board-search.ts';

test.each([
  [{}, {}],
  [
    { rows: 'preset', cols: 'size', sub: 'nonsense' },
    { rows: 'preset', cols: 'size' },
  ],
  [{ zoom: 900 }, { zoom: 200 }],
  [{ zoom: '75' }, { zoom: 75 }],
  [{ zoom: 100, colour: 'status' }, {}],
  [
    { colour: 'cost', phase: 'FAILED' },
    { colour: 'cost', phase: ['FAILED'] },
  ],
  [{ phase: ['FAILED', 'READY', 7] }, { phase: ['READY', 'FAILED'] }],
  [
    { cell: 17, inspector: false, code: 'timeout' },
    { cell: 17, inspector: false, code: 'timeout' },
  ],
  [{ cell: -1 }, {}],
  [{ cell: 1.5 }, {}],
])('%j', (raw, search) => {
  expect(readBoardSearch(raw)).toEqual(search);
});
