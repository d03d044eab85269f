import { expect, test } from 'vitest';
import { arrange, layBoard, type Shape } from './board.ts';
import { chooseBlock, chooseOne, chooseUpTo, NOTHING_CHOSEN, stepFrom, toggleOne, type ShownRows } from './selection.ts';

const shape: Shape = {
  paired: false,
  promptCount: 4,
  presetCount: 3,
  offers: [{ size: '720x1280', seconds: 4, modelId: 'm', modelName: 'M', priceMicros: 400_000, typicalSeconds: null }],
};
const board = layBoard(shape, arrange(shape, {}));
const all: ShownRows = { count: 4, at: (position) => position, positionOf: (row) => row };
const everyOther: ShownRows = { count: 2, at: (position) => position * 2, positionOf: (row) => row / 2 };

test('click, Ctrl-click, Shift-click', () => {
  const one = chooseOne(board, { row: 1, column: 1 });
  expect([...one.chosen]).toEqual([4]);
  const two = toggleOne(board, one, { row: 3, column: 2 });
  expect([...two.chosen]).toEqual([4, 11]);
  expect([...toggleOne(board, two, { row: 1, column: 1 }).chosen]).toEqual([11]);
  expect([...chooseUpTo(board, all, one, { row: 0, column: 2 }).chosen].sort((a, b) => a - b)).toEqual([1, 2, 4, 5]);
});

test('hidden rows are never chosen', () => {
  const one = chooseOne(board, { row: 0, column: 0 });
  expect([...chooseUpTo(board, everyOther, one, { row: 2, column: 0 }).chosen]).toEqual([0, 6]);
});

test('a head chooses its whole row or column, and may add', () => {
  const column = chooseBlock(board, all, NOTHING_CHOSEN, { row: 0, column: 1 }, { row: 3, column: 1 }, false);
  expect([...column.chosen]).toEqual([1, 4, 7, 10]);
  const both = chooseBlock(board, all, column, { row: 2, column: 0 }, { row: 2, column: 2 }, true);
  expect([...both.chosen].sort((a, b) => a - b)).toEqual([1, 4, 6, 7, 8, 10]);
});

test('arrows stop at the edges and skip hidden rows', () => {
  expect(stepFrom(board, all, { row: 0, column: 0 }, { rows: -1, columns: -1 })).toEqual({ row: 0, column: 0 });
  expect(stepFrom(board, everyOther, { row: 0, column: 2 }, { rows: 1, columns: 1 })).toEqual({ row: 2, column: 2 });
});
