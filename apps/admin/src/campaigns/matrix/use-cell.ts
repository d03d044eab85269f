import { useCallback, useSyncExternalStore } from 'react';
import type { CellStore } from './cell-store.ts';
import type { MatrixCell } from './matrix-cell.ts';

/** One cell as it stands now; draws its component again when that cell changes, and no other. */
export function useCell(store: CellStore<MatrixCell>, index: number): MatrixCell | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribe(index, listener), [store, index]);
  return useSyncExternalStore(subscribe, () => store.get(index));
}

/** The same where there may be no cell at all. */
export function useCellOrNone(store: CellStore<MatrixCell>, index: number | null): MatrixCell | undefined {
  const cell = useCell(store, index ?? -1);
  return index === null ? undefined : cell;
}

/** What went wrong with loading cells, until it goes right again. */
export function useCellFailure(store: CellStore<MatrixCell>): Error | null {
  return useSyncExternalStore(store.failure.subscribe, store.failure.get);
}
