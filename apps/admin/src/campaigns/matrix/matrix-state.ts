import { useEffect, useRef } from 'react';
import type { BoardSearch } from './board-search.ts';
import type { Board, Shape } from './board.ts';
import type { MatrixCell } from './matrix-cell.ts';
import { chooseOne, NOTHING_CHOSEN, type Selection } from './selection.ts';

/** The axes of a plan as the API answers them. */
export interface PlannedAxes {
  promptCount: number;
  presetCount: number;
  offers: readonly { size: string; seconds: number; priceMicros: number; model: { id: string; name: string } }[];
}

export function shapeOf(axes: PlannedAxes, paired: boolean): Shape {
  const offers = axes.offers.map(({ size, seconds, priceMicros, model }) => ({
    size,
    seconds,
    priceMicros,
    modelId: model.id,
    modelName: model.name,
  }));
  return { paired, promptCount: axes.promptCount, presetCount: Math.max(1, axes.presetCount), offers };
}

/** Whether a cell is what the address asks for; null when it asks for nothing. */
export function fitsFilter(phase: BoardSearch['phase'], code: BoardSearch['code']): ((cell: MatrixCell) => boolean) | null {
  if (phase === undefined && code === undefined) return null;
  return (cell) => (phase === undefined || phase.includes(cell.phase)) && (code === undefined || cell.failure?.code === code);
}

/** The cell an address names, chosen; nothing when there is no such cell. */
export function selectionOf(board: Board, cell: number | undefined, total: number): Selection {
  return cell === undefined || cell >= total ? NOTHING_CHOSEN : chooseOne(board, board.placeOf(cell));
}

/** Lowest and highest price of a cell, in micros. */
export function costRange(board: Board): { low: number; high: number } {
  const prices = board.shape.offers.map(({ priceMicros }) => priceMicros);
  return { low: Math.min(...prices), high: Math.max(...prices) };
}

/** Keeps the active cell in the address, so that the page can be sent to somebody as it stands. */
export function useRememberedCell(active: number | null, remember: (change: Partial<BoardSearch>) => void): void {
  const known = useRef(active);
  useEffect(() => {
    if (known.current === active) return;
    known.current = active;
    remember(active === null ? { cell: -1 } : { cell: active });
  }, [active, remember]);
}
