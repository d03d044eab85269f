import { useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import { useShortcut } from '../../ui/shortcuts.ts';
import { useCellActions } from './cell-actions.ts';
import type { CellStore } from './cell-store.ts';
import type { MatrixCell } from './matrix-cell.ts';
import { SelectionBar } from './selection-bar.tsx';

/** Cells of one exclude or retry request; more are sent in several. */
const IDS_MAX = 1_000;

interface ChosenCellsProps {
  campaignId: string;
  store: CellStore<MatrixCell>;
  chosen: ReadonlySet<number>;
  beforeLaunch: boolean;
  onInspect: () => void;
  onClear: () => void;
}

/** What can be done with the chosen cells, by bar and by key. */
export function ChosenCells({ campaignId, store, chosen, beforeLaunch, onInspect, onClear }: ChosenCellsProps) {
  useSyncExternalStore(store.changes.subscribe, store.changes.get);
  const { busy, exclude, retry } = useManyCells(campaignId, store);
  const known = [...chosen].flatMap((index) => store.get(index) ?? []);
  const retryable = known.filter(isRetryable).length;
  const excluded = known.filter(({ phase }) => phase === 'EXCLUDED').length;
  useShortcut(
    { keys: 'x', says: 'Exclude or include the chosen cells', group: 'Matrix' },
    () => void exclude([...chosen], excluded < known.length),
    beforeLaunch && chosen.size > 0,
  );
  useShortcut({ keys: 'r', says: 'Retry the chosen failures', group: 'Matrix' }, () => void retry([...chosen]), retryable > 0);
  return (
    <SelectionBar
      count={chosen.size}
      micros={known.length === chosen.size ? known.reduce((sum, cell) => sum + cell.priceMicros, 0) : null}
      beforeLaunch={beforeLaunch}
      retryable={retryable}
      excluded={excluded}
      busy={busy}
      onExclude={(out) => void exclude([...chosen], out)}
      onRetry={() => void retry([...chosen])}
      onInspect={onInspect}
      onClear={onClear}
    />
  );
}

/** Exclude, include and retry of any number of cells, loaded or not. */
export function useManyCells(campaignId: string, store: CellStore<MatrixCell>) {
  const { busy, setExcluded, retry } = useCellActions(campaignId);
  const load = async (indexes: readonly number[]): Promise<MatrixCell[]> => {
    try {
      return await store.fetch(indexes);
    } catch {
      toast.error('Some cells could not be loaded. Try again.');
      return [];
    }
  };
  return {
    busy,
    exclude: async (indexes: readonly number[], excluded: boolean): Promise<void> => {
      const cells = (await load(indexes)).filter(({ phase }) => (phase === 'EXCLUDED') !== excluded);
      await inParts(cells, (variantIds) => setExcluded(variantIds, excluded));
      store.expire();
    },
    retry: async (indexes: readonly number[]): Promise<void> => {
      await inParts((await load(indexes)).filter(isRetryable), (variantIds) => retry({ variantIds }));
    },
  };
}

async function inParts(cells: readonly MatrixCell[], act: (variantIds: string[]) => Promise<boolean>): Promise<void> {
  for (let at = 0; at < cells.length; at += IDS_MAX) {
    const done = await act(cells.slice(at, at + IDS_MAX).map(({ id }) => id));
    if (!done) return;
  }
}

function isRetryable(cell: MatrixCell): boolean {
  return cell.phase === 'FAILED' && cell.failure?.retryable === true;
}
