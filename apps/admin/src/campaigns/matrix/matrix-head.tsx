import type { VirtualItem } from '@tanstack/react-virtual';
import { AXIS_WORDS, ColumnLabel } from './axis-label.tsx';
import { CELL_INSET_PX } from './board-geometry.ts';
import type { BoardView } from './board-view.ts';
import { columnLetters } from './cell-label.ts';

export const HEAD_ROW_PX = 28;

/** How many head rows a board needs: one for each axis that runs across. */
export function headHeight(view: BoardView): number {
  return Math.max(1, view.board.arrangement.columns.length) * HEAD_ROW_PX + 4;
}

/** The sticky heads of all columns: one row of labels for each axis across, the outermost first. */
export function MatrixHead({
  view,
  items,
  labelPx,
  width,
}: {
  view: BoardView;
  items: readonly VirtualItem[];
  labelPx: number;
  width: number;
}) {
  const { arrangement } = view.board;
  return (
    <div className="sticky top-0 z-20 border-b bg-canvas" style={{ width, minWidth: '100%', height: headHeight(view) }}>
      <div role="row" aria-rowindex={1} className="absolute inset-0">
        <div
          role="columnheader"
          aria-colindex={1}
          className="sticky left-0 z-10 flex h-full items-end border-r bg-canvas px-3 pb-2 text-sm text-faint"
          style={{ width: labelPx }}
        >
          {AXIS_WORDS[arrangement.rows]}
        </div>
        {arrangement.columns.map((axis, level) => (
          <Level key={axis} view={view} level={level} items={items} labelPx={labelPx} />
        ))}
        {arrangement.columns.length === 0 && (
          <div
            role="columnheader"
            aria-colindex={2}
            data-first={0}
            data-last={0}
            className="absolute top-0 flex cursor-default items-center font-medium"
            style={{ left: labelPx + CELL_INSET_PX, height: HEAD_ROW_PX }}
          >
            {view.board.shape.paired ? 'Clips' : view.labels.presetNames[0]}
          </div>
        )}
      </div>
    </div>
  );
}

function Level({ view, level, items, labelPx }: { view: BoardView; level: number; items: readonly VirtualItem[]; labelPx: number }) {
  const { board, geometry, labels } = view;
  const axis = board.arrangement.columns[level]!;
  const span = spanOf(view, level);
  const groups = [...new Set(items.map(({ index }) => Math.floor(index / span)))];
  const lead = level === 0;
  const isLast = level === board.arrangement.columns.length - 1;
  return groups.map((group) => {
    const first = group * span;
    const left = labelPx + CELL_INSET_PX + geometry.columnStarts[first]!;
    const width = geometry.columnStarts[first + span]! - geometry.columnStarts[first]! - CELL_INSET_PX;
    return (
      <div
        key={first}
        role="columnheader"
        aria-colindex={first + 2}
        data-first={first}
        data-last={first + span - 1}
        className={`absolute flex cursor-default items-center hover:text-accent-text ${lead ? 'font-medium text-text' : 'text-sm text-muted'}`}
        style={{ left, width, top: level * HEAD_ROW_PX, height: HEAD_ROW_PX }}
      >
        <span className="sticky flex min-w-0 items-center" style={{ left: labelPx + CELL_INSET_PX }}>
          {isLast && <span className="figures mr-1.5 text-xs font-normal text-faint">{columnLetters(first)}</span>}
          <ColumnLabel board={board} labels={labels} axis={axis} place={board.valueAt(axis, 0, first)} />
        </span>
      </div>
    );
  });
}

/** How many columns stand under one label of a level. */
function spanOf({ board }: BoardView, level: number): number {
  return board.arrangement.columns.slice(level + 1).reduce((product, axis) => product * lengthOf(board, axis), 1);
}

function lengthOf(board: BoardView['board'], axis: string): number {
  const { shape, sizes, seconds, models } = board;
  return axis === 'prompt'
    ? shape.promptCount
    : axis === 'preset'
      ? shape.presetCount
      : axis === 'size'
        ? sizes.length
        : axis === 'seconds'
          ? seconds.length
          : models.length;
}
