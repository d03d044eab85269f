import type { HoverPlay } from '../../clips/hover-play.ts';
import type { AxisLabels } from './axis-label.tsx';
import type { Geometry } from './board-geometry.ts';
import type { ColourBy } from './board-search.ts';
import type { Board } from './board.ts';
import type { CellStore } from './cell-store.ts';
import type { MatrixCell } from './matrix-cell.ts';
import type { Selection, ShownRows } from './selection.ts';

/** Everything the drawn matrix leans on. */
export interface BoardView {
  campaignId: string;
  board: Board;
  geometry: Geometry;
  labels: AxisLabels;
  shown: ShownRows;
  store: CellStore<MatrixCell>;
  /** 1 is 100 %. */
  zoom: number;
  colourBy: ColourBy;
  /** Lowest and highest price of a cell, in micros. */
  costs: { low: number; high: number };
  /** Whether a cell fits the filter; null while nothing is filtered. */
  fits: ((cell: MatrixCell) => boolean) | null;
  selection: Selection;
  select: (change: (selection: Selection) => Selection) => void;
  hoverPlay: HoverPlay;
  /** Enter, a double click, or a tap: show the active cell in the inspector. */
  inspect: () => void;
  /** A plain click on a cell that was left out; absent where it can no longer be put back. */
  include: ((cell: MatrixCell) => void) | null;
}
