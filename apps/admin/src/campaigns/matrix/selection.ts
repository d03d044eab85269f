import type { Board } from './board.ts';

/** Chosen variants by index, and where the choosing began and stands (row and column). */
export interface Selection {
  chosen: ReadonlySet<number>;
  anchor: Spot | null;
  active: Spot | null;
}

export interface Spot {
  row: number;
  column: number;
}

export const NOTHING_CHOSEN: Selection = { chosen: new Set(), anchor: null, active: null };

/** Rows as shown: a filter may hide some. `at(position)` is the row there. */
export interface ShownRows {
  count: number;
  at: (position: number) => number;
  positionOf: (row: number) => number;
}

/** Every variant in the rectangle between two spots, both included; hidden rows are not chosen. */
export function indexesBetween(board: Board, shown: ShownRows, from: Spot, to: Spot): number[] {
  const indexes: number[] = [];
  const [top, bottom] = ordered(shown.positionOf(from.row), shown.positionOf(to.row));
  const [left, right] = ordered(from.column, to.column);
  for (let position = Math.max(0, top); position <= bottom; position += 1) {
    for (let column = left; column <= right; column += 1) {
      const index = board.indexAt(shown.at(position), column);
      if (index !== null) indexes.push(index);
    }
  }
  return indexes;
}

/** A plain click: this cell alone. */
export function chooseOne(board: Board, spot: Spot): Selection {
  const index = board.indexAt(spot.row, spot.column);
  return { chosen: new Set(index === null ? [] : [index]), anchor: spot, active: spot };
}

/** Ctrl or Cmd: in if it was out, out if it was in. */
export function toggleOne(board: Board, selection: Selection, spot: Spot): Selection {
  const index = board.indexAt(spot.row, spot.column);
  if (index === null) return selection;
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(index)) chosen.add(index);
  return { chosen, anchor: spot, active: spot };
}

/** Shift, or a drag: the rectangle from the anchor to here. */
export function chooseUpTo(board: Board, shown: ShownRows, selection: Selection, spot: Spot): Selection {
  const anchor = selection.anchor ?? spot;
  return { chosen: new Set(indexesBetween(board, shown, anchor, spot)), anchor, active: spot };
}

/** A head was pressed: all of its row or columns; with `adding`, on top of what is chosen. */
export function chooseBlock(board: Board, shown: ShownRows, selection: Selection, from: Spot, to: Spot, adding: boolean): Selection {
  const block = indexesBetween(board, shown, from, to);
  return { chosen: new Set(adding ? [...selection.chosen, ...block] : block), anchor: from, active: from };
}

/** One step with an arrow key, kept inside the board. */
export function stepFrom(board: Board, shown: ShownRows, spot: Spot, step: { rows: number; columns: number }): Spot {
  const position = clamp(shown.positionOf(spot.row) + step.rows, shown.count - 1);
  return { row: shown.at(position), column: clamp(spot.column + step.columns, board.columnCount - 1) };
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), Math.max(max, 0));
}

function ordered(a: number, b: number): [number, number] {
  return a <= b ? [a, b] : [b, a];
}
