import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import { axisWord, RowLabel } from './axis-label.tsx';
import { CELL_INSET_PX } from './board-geometry.ts';
import type { BoardView } from './board-view.ts';
import { Cell } from './cell.tsx';
import { useCell } from './use-cell.ts';

const LINE_PX = 16;

/** One row: its sticky label and the cells that are in view. Scrolling draws only rows that come in. */
export const MatrixRow = memo(function MatrixRow({
  view,
  item,
  columns,
  labelPx,
  headPx,
}: {
  view: BoardView;
  item: VirtualItem;
  columns: readonly VirtualItem[];
  labelPx: number;
  headPx: number;
}) {
  const { board, geometry, labels, selection, store, hoverPlay } = view;
  const row = view.shown.at(item.index);
  useCell(store, board.indexAt(row, 0) ?? 0);
  const rowName = axisWord(board, labels, board.arrangement.rows, row);
  const lines = Math.max(1, Math.floor((item.size - 34) / LINE_PX));
  return (
    <div
      role="row"
      aria-rowindex={item.index + 2}
      className="absolute inset-x-0 border-b border-line/60"
      style={{ top: item.start + headPx, height: item.size }}
    >
      <div
        role="rowheader"
        aria-colindex={1}
        data-row={row}
        className="sticky left-0 z-10 flex h-full cursor-default flex-col overflow-hidden border-r bg-canvas px-3 py-2 hover:bg-hover"
        style={{ width: labelPx }}
      >
        <RowLabel board={board} labels={labels} row={row} lines={lines} />
      </div>
      {columns.map((column) => {
        const index = board.indexAt(row, column.index);
        return (
          index !== null && (
            <Cell
              key={index}
              store={store}
              index={index}
              row={row}
              column={column.index}
              left={labelPx + geometry.columnStarts[column.index]! + CELL_INSET_PX}
              board={board}
              campaignId={view.campaignId}
              rowName={rowName}
              zoom={view.zoom}
              colourBy={view.colourBy}
              costs={view.costs}
              fits={view.fits}
              chosen={selection.chosen.has(index)}
              active={selection.active?.row === row && selection.active.column === column.index}
              playingUrl={hoverPlay.playing?.index === index ? hoverPlay.playing.url : null}
            />
          )
        );
      })}
    </div>
  );
});
