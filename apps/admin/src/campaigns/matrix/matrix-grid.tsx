import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useMediaQuery } from '../../ui/media-query.ts';
import type { BoardView } from './board-view.ts';
import { useGridEvents } from './grid-events.ts';
import { headHeight, MatrixHead } from './matrix-head.tsx';
import { MatrixRow } from './matrix-row.tsx';
import type { Spot } from './selection.ts';

const LABEL_PX = 260;
const LABEL_NARROW_PX = 116;
const EDGE_PX = 16;

/** The matrix itself: rows and columns are drawn only where they are in view, the first of each stays. */
export function MatrixGrid({ view, name }: { view: BoardView; name: string }) {
  const { board, geometry, shown, store, selection } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const labelPx = useMediaQuery('(max-width: 640px)') ? LABEL_NARROW_PX : LABEL_PX;
  const headPx = headHeight(view);
  const rows = useVirtualizer({
    count: shown.count,
    getScrollElement: () => scroller.current,
    estimateSize: (position) => geometry.rowHeight(shown.at(position)),
    scrollPaddingStart: headPx,
    overscan: 3,
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: board.columnCount,
    getScrollElement: () => scroller.current,
    estimateSize: geometry.columnWidth,
    scrollPaddingStart: labelPx + EDGE_PX,
    scrollPaddingEnd: EDGE_PX,
    overscan: 3,
  });
  useLayoutEffect(() => {
    rows.measure();
    columns.measure();
  }, [rows, columns, geometry, shown]);

  const rowItems = rows.getVirtualItems();
  const columnItems = columns.getVirtualItems();
  const [top, bottom] = [rowItems.at(0)?.index, rowItems.at(-1)?.index];
  const [left, right] = [columnItems.at(0)?.index, columnItems.at(-1)?.index];
  useEffect(() => {
    if (top === undefined || bottom === undefined || left === undefined || right === undefined) return;
    store.want(indexesInView(view, { top, bottom, left, right }));
  }, [store, view, top, bottom, left, right]);

  const reveal = useCallback(
    (spot: Spot) => {
      rows.scrollToIndex(shown.positionOf(spot.row));
      columns.scrollToIndex(spot.column);
    },
    [rows, columns, shown],
  );
  useRevealFirst(selection.active, reveal);
  const events = useGridEvents(view, reveal);
  const active = selection.active && board.indexAt(selection.active.row, selection.active.column);
  const width = labelPx + geometry.columnStarts[board.columnCount]! + EDGE_PX;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={`Cells of ${name}`}
      aria-multiselectable
      aria-rowcount={shown.count + 1}
      aria-colcount={board.columnCount + 1}
      aria-activedescendant={active === null ? undefined : `cell-${active}`}
      tabIndex={0}
      className="relative min-h-0 grow touch-pan-x touch-pan-y overflow-auto -outline-offset-2 overscroll-contain"
      {...events}
    >
      <div role="presentation" style={{ width, minWidth: '100%', height: rows.getTotalSize() + headPx + EDGE_PX }} className="relative">
        <MatrixHead view={view} items={columnItems} labelPx={labelPx} width={width} />
        {rowItems.map((item) => (
          <MatrixRow key={shown.at(item.index)} view={view} item={item} columns={columnItems} labelPx={labelPx} headPx={headPx} />
        ))}
      </div>
    </div>
  );
}

function* indexesInView({ board, shown }: BoardView, at: { top: number; bottom: number; left: number; right: number }): Generator<number> {
  for (let position = at.top; position <= Math.min(at.bottom, shown.count - 1); position += 1) {
    for (let column = at.left; column <= at.right; column += 1) {
      const index = board.indexAt(shown.at(position), column);
      if (index !== null) yield index;
    }
  }
}

/** Brings the cell the address names into view, once. */
function useRevealFirst(active: Spot | null, reveal: (spot: Spot) => void): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    if (active) reveal(active);
  }, [active, reveal]);
}
