import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { BoardView } from './board-view.ts';
import { chooseBlock, chooseOne, chooseUpTo, NOTHING_CHOSEN, stepFrom, toggleOne, type Spot } from './selection.ts';

const PAGE_ROWS = 5;

const STEPS: Record<string, { rows: number; columns: number }> = {
  ArrowUp: { rows: -1, columns: 0 },
  ArrowDown: { rows: 1, columns: 0 },
  ArrowLeft: { rows: 0, columns: -1 },
  ArrowRight: { rows: 0, columns: 1 },
  PageUp: { rows: -PAGE_ROWS, columns: 0 },
  PageDown: { rows: PAGE_ROWS, columns: 0 },
  Home: { rows: 0, columns: -Infinity },
  End: { rows: 0, columns: Infinity },
};

/** Mouse and keys of the whole grid, read from the one cell they touch, so that a cell carries no handler of its own. */
export function useGridEvents(view: BoardView, reveal: (spot: Spot) => void) {
  const { board, shown, selection, select, hoverPlay, store } = view;
  const drag = useRef<Spot | null>(null);
  const hovered = useRef<number | null>(null);

  const onPointerDown = (event: PointerEvent) => {
    const spot = spotOf(event.target);
    if (!spot || event.button !== 0 || event.pointerType === 'touch') return;
    if (event.shiftKey) select((now) => chooseUpTo(board, shown, now, spot));
    else if (event.ctrlKey || event.metaKey) select((now) => toggleOne(board, now, spot));
    else {
      select(() => chooseOne(board, spot));
      drag.current = spot;
    }
  };
  const onPointerMove = (event: PointerEvent) => {
    const spot = drag.current && event.buttons === 1 ? spotOf(event.target) : null;
    if (!spot) return;
    select((now) => (isSameSpot(now.active, spot) ? now : chooseUpTo(board, shown, now, spot)));
  };
  const onPointerUp = () => {
    drag.current = null;
  };
  const onPointerOver = (event: PointerEvent) => {
    const index = indexOf(event.target);
    if (index === hovered.current || event.pointerType === 'touch') return;
    hovered.current = index;
    hoverPlay.leave();
    const clip = index === null || drag.current ? undefined : store.get(index)?.clip;
    if (clip && index !== null) hoverPlay.enter(index, clip.id);
  };
  const onPointerLeave = () => {
    hovered.current = null;
    hoverPlay.leave();
  };
  const onClick = (event: MouseEvent) => {
    const head = headOf(event.target);
    const adding = event.ctrlKey || event.metaKey;
    if (head && 'row' in head) {
      select((now) =>
        chooseBlock(board, shown, now, { row: head.row, column: 0 }, { row: head.row, column: board.columnCount - 1 }, adding),
      );
    } else if (head && shown.count > 0) {
      const [top, bottom] = [shown.at(0), shown.at(shown.count - 1)];
      select((now) => chooseBlock(board, shown, now, { row: top, column: head.first }, { row: bottom, column: head.last }, adding));
    }
    const spot = spotOf(event.target);
    if (!spot) return;
    const index = indexOf(event.target);
    const cell = index === null ? undefined : store.get(index);
    const plain = !adding && !event.shiftKey && selection.chosen.size <= 1;
    if (cell?.phase === 'EXCLUDED' && plain) view.include?.(cell);
    else if (isTouch(event)) {
      select(() => chooseOne(board, spot));
      view.inspect();
    }
  };
  const onDoubleClick = (event: MouseEvent) => {
    if (spotOf(event.target)) view.inspect();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const spot = selection.active ?? { row: shown.count > 0 ? shown.at(0) : 0, column: 0 };
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const next = selection.active ? stepFrom(board, shown, spot, step) : spot;
      select((now) => (event.shiftKey ? chooseUpTo(board, shown, now, next) : chooseOne(board, next)));
      reveal(next);
    } else if (event.key === 'Enter' && selection.active) {
      event.preventDefault();
      view.inspect();
    } else if (event.key === ' ' && !event.repeat) {
      event.preventDefault();
      const index = board.indexAt(spot.row, spot.column);
      const clip = index === null ? undefined : store.get(index)?.clip;
      if (clip && index !== null) hoverPlay.toggle(index, clip.id);
    } else if (event.key === 'Escape') {
      select(() => NOTHING_CHOSEN);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && shown.count > 0) {
      event.preventDefault();
      const end = { row: shown.at(shown.count - 1), column: board.columnCount - 1 };
      select((now) => chooseBlock(board, shown, now, { row: shown.at(0), column: 0 }, end, false));
    }
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerOver, onPointerLeave, onClick, onDoubleClick, onKeyDown };
}

function numberOf(element: HTMLElement, name: string): number {
  return Number(element.dataset[name]);
}

function nearest(target: EventTarget | null, selector: string): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(selector) : null;
}

function spotOf(target: EventTarget | null): Spot | null {
  const cell = nearest(target, '[role=gridcell]');
  return cell && { row: numberOf(cell, 'row'), column: numberOf(cell, 'column') };
}

function indexOf(target: EventTarget | null): number | null {
  const cell = nearest(target, '[role=gridcell]');
  return cell && numberOf(cell, 'index');
}

function headOf(target: EventTarget | null): { row: number } | { first: number; last: number } | null {
  const row = nearest(target, '[role=rowheader]');
  if (row) return { row: numberOf(row, 'row') };
  const column = nearest(target, '[role=columnheader][data-first]');
  return column && { first: numberOf(column, 'first'), last: numberOf(column, 'last') };
}

function isTouch(event: MouseEvent): boolean {
  return (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch';
}

function isSameSpot(a: Spot | null, b: Spot): boolean {
  return a?.row === b.row && a.column === b.column;
}
