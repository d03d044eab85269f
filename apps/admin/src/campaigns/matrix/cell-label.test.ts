import { expect, test } from 'vitest';
import { arrange, layBoard, type Shape } from './board.ts';
import { cellLabel, columnLetters } from './cell-label.ts';

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %i is %s', (column, letters) => expect(columnLetters(column)).toBe(letters));

test('a cell is called by where it stands in the matrix as it is laid out', () => {
  const offer = { size: '720x1280', seconds: 4, modelId: 'm', modelName: 'm', priceMicros: 1, typicalSeconds: null };
  const shape: Shape = { paired: false, promptCount: 5, presetCount: 3, offers: [offer] };
  const index = 3 * 3 + 1;
  expect(cellLabel(layBoard(shape, arrange(shape, {})), index)).toBe('B4');
  expect(cellLabel(layBoard(shape, arrange(shape, { rows: 'preset' })), index)).toBe('D2');
});
