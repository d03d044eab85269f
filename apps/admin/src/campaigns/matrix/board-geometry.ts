import { parseSize } from '@dailies/schema';
import type { Board } from './board.ts';

/** Pixels at 100 %. */
const CELL_LONG_PX = 128;
const GAP_PX = 6;
const GROUP_GAP_PX = 14;
const ROW_PADDING_PX = 6;
/** From the row labels to the first cell. */
export const CELL_INSET_PX = 6;

/** How large a cell is drawn: its long side is always the same, so that 9:16 stands and 16:9 lies. Pixels. */
export function cellBox(size: string, zoom: number): { width: number; height: number } {
  const { width, height } = parseSize(size) ?? { width: 1, height: 1 };
  const unit = (CELL_LONG_PX * zoom) / Math.max(width, height);
  return { width: Math.round(width * unit), height: Math.round(height * unit) };
}

export interface Geometry {
  /** Width of a column with the gap behind it. */
  columnWidth: (column: number) => number;
  rowHeight: (row: number) => number;
  /** Left edge of every column, and at last the right edge of the last. */
  columnStarts: Float64Array;
}

/** Pixels of every row and column: as wide and as high as the sizes that can stand in them. */
export function measureBoard(board: Board, zoom: number): Geometry {
  const boxes = board.sizes.map((size) => cellBox(size, zoom));
  const widest = Math.max(...boxes.map(({ width }) => width));
  const highest = Math.max(...boxes.map(({ height }) => height));
  const sizesDown = board.arrangement.rows === 'size' || board.shape.paired;
  const columnWidth = (column: number) => {
    const box = sizesDown ? undefined : boxes[board.valueAt('size', 0, column)];
    const lastOfGroup = board.columnsPerGroup > 1 && (column + 1) % board.columnsPerGroup === 0;
    return (box?.width ?? widest) + (lastOfGroup ? GROUP_GAP_PX : GAP_PX);
  };
  const columnStarts = new Float64Array(board.columnCount + 1);
  for (let column = 0; column < board.columnCount; column += 1) columnStarts[column + 1] = columnStarts[column]! + columnWidth(column);
  return {
    columnWidth,
    rowHeight: (row) => (sizesDown ? boxes[board.valueAt('size', row, 0)]!.height : highest) + 2 * ROW_PADDING_PX,
    columnStarts,
  };
}
