import { describe, expect, test } from 'vitest';
import { arrange, AXIS_NAMES, layBoard, type Shape } from './board.ts';

const offer = (size: string, seconds: number, modelId = 'm1') => ({
  size,
  seconds,
  modelId,
  modelName: modelId,
  priceMicros: seconds * 100_000,
  typicalSeconds: null,
});

const crossed: Shape = {
  paired: false,
  promptCount: 5,
  presetCount: 3,
  offers: ['720x1280', '1280x720'].flatMap((size) => [4, 8].map((seconds) => offer(size, seconds))),
};

describe('arrange', () => {
  test('prompts down, presets and then sizes across, unless asked otherwise', () => {
    expect(arrange(crossed, {})).toEqual({ rows: 'prompt', columns: ['preset', 'size', 'seconds'] });
    expect(arrange(crossed, { rows: 'preset', cols: 'seconds', sub: 'size' })).toEqual({
      rows: 'preset',
      columns: ['seconds', 'size', 'prompt'],
    });
  });
  test('an axis of one value needs no place; the same axis can not run both ways', () => {
    expect(arrange(crossed, { rows: 'model', cols: 'model' })).toEqual({ rows: 'prompt', columns: ['preset', 'size', 'seconds'] });
    expect(arrange(crossed, { rows: 'size', cols: 'size' })).toEqual({ rows: 'size', columns: ['prompt', 'preset', 'seconds'] });
  });
  test('one single cell', () => {
    const single: Shape = { paired: false, promptCount: 1, presetCount: 1, offers: [offer('720x1280', 4)] };
    const board = layBoard(single, arrange(single, {}));
    expect([board.rowCount, board.columnCount, board.indexAt(0, 0)]).toEqual([1, 1, 0]);
  });
});

describe('layBoard', () => {
  const total = 5 * 3 * 4;
  test.each(AXIS_NAMES.flatMap((rows) => AXIS_NAMES.map((cols) => ({ rows, cols }))))(
    '%j: every variant has one place, and it is found again',
    (wanted) => {
      const board = layBoard(crossed, arrange(crossed, wanted));
      const seen = new Set<number>();
      for (let row = 0; row < board.rowCount; row += 1) {
        for (let column = 0; column < board.columnCount; column += 1) {
          const index = board.indexAt(row, column);
          expect(index).not.toBeNull();
          expect(board.placeOf(index!)).toEqual({ row, column });
          seen.add(index!);
        }
      }
      expect(seen.size).toBe(total);
    },
  );
  test('numbers as the API does: prompt, then preset, then offer', () => {
    const board = layBoard(crossed, arrange(crossed, {}));
    expect(board.indexAt(2, 0)).toBe(2 * 3 * 4);
    expect(board.placeOf((2 * 3 + 1) * 4 + 3)).toEqual({ row: 2, column: 7 });
    expect(board.columnsPerGroup).toBe(4);
  });
  test('a size one model does not offer is a hole', () => {
    const uneven: Shape = {
      paired: false,
      promptCount: 2,
      presetCount: 1,
      offers: [offer('720x1280', 4), offer('720x1280', 4, 'm2'), offer('1080x1920', 4, 'm2')],
    };
    const board = layBoard(uneven, { rows: 'prompt', columns: ['model', 'size'] });
    expect([0, 1, 2, 3].map((column) => board.indexAt(1, column))).toEqual([3, null, 4, 5]);
  });
  test('paired axes: one variant a row, an axis of one value serves all', () => {
    const paired: Shape = {
      paired: true,
      promptCount: 3,
      presetCount: 1,
      offers: [offer('720x1280', 4), offer('1280x720', 4), offer('720x1280', 8)],
    };
    const board = layBoard(paired, arrange(paired, { rows: 'size' }));
    expect([board.rowCount, board.columnCount, board.indexAt(2, 0)]).toEqual([3, 1, 2]);
    expect([board.promptOf(2), board.presetOf(2), board.offerOf(2).seconds, board.valueAt('size', 1, 0)]).toEqual([2, 0, 8, 1]);
  });
});
