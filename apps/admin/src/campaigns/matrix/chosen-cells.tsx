import { useMemo, useState, useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import { useShortcut } from '../../ui/shortcuts.ts';
import { useLineageChoices } from '../lineage/offered-models.ts';
import { PromoteDialog } from '../lineage/promote-dialog.tsx';
import { nextLength, promotionPrice, type PromotedCell } from '../lineage/promotion-price.ts';
import { useWinners } from '../lineage/winners.ts';
import type { Board } from './board.ts';
import { useCellActions } from './cell-actions.ts';
import type { CellStore } from './cell-store.ts';
import type { MatrixCell } from './matrix-cell.ts';
import { SelectionBar } from './selection-bar.tsx';

/** Cells of one exclude or retry request; more are sent in several. */
const IDS_MAX = 1_000;

interface ChosenCellsProps {
  campaignId: string;
  board: Board;
  store: CellStore<MatrixCell>;
  chosen: ReadonlySet<number>;
  /** Whether the campaign's clips keep their sound. */
  audio: boolean;
  beforeLaunch: boolean;
  onInspect: () => void;
  onClear: () => void;
}

/** What can be done with the chosen cells, by bar and by key. */
export function ChosenCells({ campaignId, board, store, chosen, audio, beforeLaunch, onInspect, onClear }: ChosenCellsProps) {
  useSyncExternalStore(store.changes.subscribe, store.changes.get);
  const { busy, exclude, retry, crown, idsOf } = useManyCells(campaignId, store);
  const { cells, promotion } = usePromotion(board, { chosen, audio, isPossible: !beforeLaunch });
  const [promoting, setPromoting] = useState<readonly string[] | null>(null);
  const known = [...chosen].flatMap((index) => store.get(index) ?? []);
  const isPriced = known.length === chosen.size && known.every(({ verdict }) => verdict !== 'UNPRICED');
  const retryable = known.filter(isRetryable).length;
  const excluded = known.filter(({ phase }) => phase === 'EXCLUDED').length;
  const winners = known.filter(({ isWinner }) => isWinner).length;
  const promote = async () => setPromoting(await idsOf([...chosen]));
  useShortcut(
    { keys: 'x', says: 'Exclude or include the chosen cells', group: 'Matrix' },
    () => void exclude([...chosen], excluded < known.length),
    beforeLaunch && chosen.size > 0,
  );
  useShortcut({ keys: 'r', says: 'Retry the chosen failures', group: 'Matrix' }, () => void retry([...chosen]), retryable > 0);
  useShortcut(
    { keys: 'w', says: 'Star the chosen cells as winners', group: 'Matrix' },
    () => void crown([...chosen], winners < chosen.size),
    chosen.size > 0,
  );
  useShortcut(
    { keys: 'p', says: 'Make finals of the chosen cells', group: 'Matrix' },
    () => void promote(),
    !beforeLaunch && chosen.size > 0,
  );
  return (
    <>
      <SelectionBar
        count={chosen.size}
        micros={isPriced ? known.reduce((sum, cell) => sum + cell.priceMicros, 0) : null}
        beforeLaunch={beforeLaunch}
        retryable={retryable}
        excluded={excluded}
        winners={winners}
        promotion={promotion}
        onWinners={(areWinners) => void crown([...chosen], areWinners)}
        onPromote={() => void promote()}
        busy={busy}
        onExclude={(out) => void exclude([...chosen], out)}
        onRetry={() => void retry([...chosen])}
        onInspect={onInspect}
        onClear={onClear}
      />
      <PromoteDialog
        campaignId={campaignId}
        variantIds={promoting ?? []}
        cells={cells}
        open={promoting !== null && promoting.length > 0}
        onOpenChange={(open) => open || setPromoting(null)}
      />
    </>
  );
}

/** The chosen cells as finals would be made of them, and the next length they could have with its price. */
function usePromotion(board: Board, { chosen, audio, isPossible }: Pick<ChosenCellsProps, 'chosen' | 'audio'> & { isPossible: boolean }) {
  const { models } = useLineageChoices(isPossible && chosen.size > 0);
  return useMemo(() => {
    const cells = [...chosen].map((index): PromotedCell => {
      const { modelId, size, seconds } = board.offerOf(index);
      return { row: `${board.promptOf(index)} ${board.presetOf(index)}`, modelId, size, seconds, audio };
    });
    const seconds = cells.length === 0 ? null : nextLength(cells, models);
    if (seconds === null) return { cells, promotion: null };
    const { micros } = promotionPrice(cells, { modelIds: [], sizes: [], seconds: [seconds] }, models);
    return { cells, promotion: { seconds, micros } };
  }, [board, chosen, audio, models]);
}

/** Exclude, include, retry and star any number of cells, loaded or not. */
export function useManyCells(campaignId: string, store: CellStore<MatrixCell>) {
  const { busy, setExcluded, retry } = useCellActions(campaignId);
  const winners = useWinners(campaignId);
  const load = async (indexes: readonly number[]): Promise<MatrixCell[]> => {
    try {
      return await store.fetch(indexes);
    } catch {
      toast.error('Some cells could not be loaded. Try again.');
      return [];
    }
  };
  return {
    busy: busy || winners.busy,
    idsOf: async (indexes: readonly number[]): Promise<string[]> => (await load(indexes)).map(({ id }) => id),
    crown: async (indexes: readonly number[], areWinners: boolean): Promise<void> => {
      const cells = (await load(indexes)).filter(({ isWinner }) => isWinner !== areWinners);
      await inParts(cells, (variantIds) => winners.setWinners(variantIds, areWinners));
      store.expire();
    },
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
