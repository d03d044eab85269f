import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useMediaQuery } from '../../ui/media-query.ts';
import type { PhaseWord } from '../../ui/phase-look.ts';
import { measureBoard, type Geometry } from './board-geometry.ts';
import type { BoardSearch } from './board-search.ts';
import { arrange, layBoard, type Board, type Shape } from './board.ts';
import { shownRows, useMatches } from './matches.ts';
import type { MatrixCell } from './matrix-cell.ts';
import { chooseOne, NOTHING_CHOSEN, type Selection } from './selection.ts';

/** The axes of a plan as the API answers them. */
interface PlannedAxes {
  mode: 'CROSS' | 'ZIP';
  promptCount: number;
  presetCount: number;
  offers: readonly {
    size: string;
    seconds: number;
    priceMicros: number;
    typicalSeconds: number | null;
    model: { id: string; name: string };
  }[];
}

type Remember = (change: Partial<BoardSearch>) => void;

/** The board as the address lays it out, with its pixels and the range of its prices in micros. */
export function useBoard(
  axes: PlannedAxes,
  { rows, cols, sub, zoom: percent = 100 }: BoardSearch,
): { board: Board; geometry: Geometry; zoom: number; costs: { low: number; high: number } } {
  const board = useMemo(() => {
    const shape = shapeOf(axes);
    return layBoard(shape, arrange(shape, { ...(rows && { rows }), ...(cols && { cols }), ...(sub && { sub }) }));
  }, [axes, rows, cols, sub]);
  const zoom = percent / 100;
  const geometry = useMemo(() => measureBoard(board, zoom), [board, zoom]);
  const costs = useMemo(() => costRange(board), [board]);
  return { board, geometry, zoom, costs };
}

function shapeOf(axes: PlannedAxes): Shape {
  const offers = axes.offers.map(({ model, size, seconds, priceMicros, typicalSeconds }) => ({
    size,
    seconds,
    priceMicros,
    typicalSeconds,
    modelId: model.id,
    modelName: model.name,
  }));
  return { paired: axes.mode === 'ZIP', promptCount: axes.promptCount, presetCount: Math.max(1, axes.presetCount), offers };
}

/** Lowest and highest price of a cell, in micros. */
function costRange(board: Board): { low: number; high: number } {
  const prices = board.shape.offers.map(({ priceMicros }) => priceMicros);
  return { low: Math.min(...prices), high: Math.max(...prices) };
}

/** What the address narrows the matrix to: the rows that are drawn, and which cells of them stand out. */
export function useFilter(board: Board, campaignId: string, { phase, code }: BoardSearch) {
  const filter: readonly PhaseWord[] = phase ?? (code === undefined ? [] : ['FAILED']);
  const [lookedUp, setLookedUp] = useState(0);
  const matches = useMatches(board, { campaignId, phases: filter, code, version: lookedUp });
  const rows = useMemo(() => shownRows(board, matches), [board, matches]);
  const fits = useMemo(() => fitsFilter(phase, code), [phase, code]);
  return { filter, matches, rows, fits, lookAgain: () => setLookedUp(lookedUp + 1) };
}

/** Whether a cell is what the address asks for; null when it asks for nothing. */
function fitsFilter(phase: BoardSearch['phase'], code: BoardSearch['code']): ((cell: MatrixCell) => boolean) | null {
  if (phase === undefined && code === undefined) return null;
  return (cell) => (phase === undefined || phase.includes(cell.phase)) && (code === undefined || cell.failure?.code === code);
}

/** The chosen cells and the active one, which stands in the address; `goTo` leads to any cell, out of every filter. */
export function useSelection(board: Board, total: number, search: BoardSearch, onSearch: Remember) {
  const [selection, setSelection] = useState<Selection>(() => selectionOf(board, search.cell, total));
  const active = selection.active && board.indexAt(selection.active.row, selection.active.column);
  useRememberedCell(active, onSearch);
  const [jumps, setJumps] = useState(0);
  const goTo = (index: number) => {
    onSearch({ phase: [], code: '' });
    setSelection(chooseOne(board, board.placeOf(index)));
    setJumps(jumps + 1);
  };
  return { selection, setSelection, active, jumps, goTo };
}

/** The cell an address names, chosen; nothing when there is no such cell. */
function selectionOf(board: Board, cell: number | undefined, total: number): Selection {
  return cell === undefined || cell >= total ? NOTHING_CHOSEN : chooseOne(board, board.placeOf(cell));
}

/** Keeps the active cell in the address, so that the page can be sent to somebody as it stands. */
function useRememberedCell(active: number | null, remember: Remember): void {
  const known = useRef(active);
  useEffect(() => {
    if (known.current === active) return;
    known.current = active;
    remember(active === null ? { cell: -1 } : { cell: active });
  }, [active, remember]);
}

/** Whether the inspector stands beside the matrix: as the address says, else where there is room for it. */
export function useInspector(search: BoardSearch, onSearch: Remember) {
  const wide = useMediaQuery('(min-width: 1280px)');
  const openInspector = useCallback((open: boolean) => onSearch({ inspector: open }), [onSearch]);
  return { inspectorOpen: search.inspector ?? wide, openInspector };
}

/** The first clips of a model teach how long its renders take: then the axes are asked for once more. */
export function useLearnedDurations({ offers }: PlannedAxes, ready: number, askAgain: () => void): void {
  const isMissing = offers.some(({ typicalSeconds }) => typicalSeconds === null);
  const askedAt = useRef(ready);
  useEffect(() => {
    if (!isMissing || ready <= askedAt.current) return;
    askedAt.current = Math.max(ready, 2 * askedAt.current);
    askAgain();
  }, [isMissing, ready, askAgain]);
}
