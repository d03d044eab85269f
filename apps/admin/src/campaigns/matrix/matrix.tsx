import { useCallback, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { useHoverPlay } from '../../clips/hover-play.ts';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { useMediaQuery } from '../../ui/media-query.ts';
import { useListedShortcuts, useShortcut } from '../../ui/shortcuts.ts';
import { readCounts } from '../campaign-counts.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import type { AxisLabels } from './axis-label.tsx';
import { measureBoard } from './board-geometry.ts';
import type { BoardSearch } from './board-search.ts';
import { BoardToolbar } from './board-toolbar.tsx';
import type { BoardView } from './board-view.ts';
import { arrange, layBoard } from './board.ts';
import { useCellActions } from './cell-actions.ts';
import { FilterNotice } from './filter-notice.tsx';
import { shownRows, useMatches } from './matches.ts';
import type { MatrixCell } from './matrix-cell.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { costRange, fitsFilter, isRetryable, selectionOf, shapeOf, useRememberedCell } from './matrix-state.ts';
import { SelectionBar } from './selection-bar.tsx';
import { NOTHING_CHOSEN, type Selection } from './selection.ts';
import { useCellFailure, useCellOrNone } from './use-cell.ts';
import { useCells, useRestlessCells } from './use-cells.ts';

export const MatrixFragment = graphql(`
  fragment Matrix_Campaign on Campaign {
    id
    name
    status
    brief {
      axisMode
    }
    plan {
      hash
    }
    axes {
      promptCount
      presetCount
      prompts {
        n
        key
        text
      }
      presets {
        place
        name
      }
      offers {
        n
        size
        seconds
        priceMicros
        model {
          id
          name
        }
      }
    }
    ...CampaignCounts_Campaign
  }
`);

/** Cells of one exclude or retry request; more are sent in several. */
const IDS_MAX = 1_000;

const GRID_KEYS = [
  { keys: 'arrows', says: 'Move; with Shift choose', group: 'Matrix' },
  { keys: 'space', says: 'Play the cell', group: 'Matrix' },
  { keys: 'enter', says: 'Inspect the cell', group: 'Matrix' },
  { keys: 'mod+a', says: 'Choose all cells', group: 'Matrix' },
  { keys: 'escape', says: 'Choose nothing', group: 'Matrix' },
] as const;

interface MatrixProps {
  campaign: FragmentType<typeof MatrixFragment>;
  search: BoardSearch;
  onSearch: (change: Partial<BoardSearch>) => void;
}

/** The live matrix of one planned or launched campaign with its toolbar, its inspector and what can be done with chosen cells. */
export function Matrix({ campaign, search, onSearch }: MatrixProps) {
  const shown = readFragment(MatrixFragment, campaign);
  const { axes } = shown;
  const { phases, total } = readCounts(shown);
  const beforeLaunch = shown.status === 'DRAFT' || shown.status === 'PLANNED';
  const live = shown.status === 'RUNNING' || shown.status === 'PAUSED' || shown.status === 'PLANNED';

  const board = useMemo(() => {
    const shape = shapeOf(axes, shown.brief.axisMode === 'ZIP');
    const { rows, cols, sub } = search;
    return layBoard(shape, arrange(shape, { ...(rows && { rows }), ...(cols && { cols }), ...(sub && { sub }) }));
  }, [axes, shown.brief.axisMode, search.rows, search.cols, search.sub]);
  const zoom = (search.zoom ?? 100) / 100;
  const geometry = useMemo(() => measureBoard(board, zoom), [board, zoom]);
  const { store, promptAt } = useCells({
    id: shown.id,
    total,
    planKey: shown.plan?.hash ?? '',
    promptsKnown: axes.prompts.length,
    cellsPerPrompt: axes.presetCount * axes.offers.length,
    live,
  });
  useRestlessCells(store, shown.status === 'RUNNING');
  const failure = useCellFailure(store);

  const filter = search.phase ?? (search.code === undefined ? [] : (['FAILED'] as const));
  const [lookedUp, setLookedUp] = useState(0);
  const matches = useMatches(board, { campaignId: shown.id, phases: filter, code: search.code, version: lookedUp });
  const rows = useMemo(() => shownRows(board, matches), [board, matches]);
  const fits = useMemo(() => fitsFilter(search), [search.phase, search.code]);

  const [selection, setSelection] = useState<Selection>(() => selectionOf(board, search.cell, total));
  const active = selection.active && board.indexAt(selection.active.row, selection.active.column);
  useRememberedCell(active, onSearch);
  const wide = useMediaQuery('(min-width: 1280px)');
  const inspectorOpen = search.inspector ?? wide;
  const openInspector = useCallback((open: boolean) => onSearch({ inspector: open }), [onSearch]);
  const activeCell = useCellOrNone(store, active);

  const actions = useCellActions(shown.id);
  const chosenCells = () => store.fetch([...selection.chosen]).catch(() => (toast.error('Some cells could not be loaded. Try again.'), []));
  const exclude = async (cells: readonly MatrixCell[], excluded: boolean) => {
    const ids = cells.filter(({ phase }) => (phase === 'EXCLUDED') !== excluded).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += IDS_MAX) if (!(await actions.setExcluded(ids.slice(at, at + IDS_MAX), excluded))) break;
    store.expire();
  };
  const retry = async () => {
    const ids = (await chosenCells()).filter(isRetryable).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += IDS_MAX) if (!(await actions.retry({ variantIds: ids.slice(at, at + IDS_MAX) }))) break;
  };
  const known = [...selection.chosen].flatMap((index) => store.get(index) ?? []);
  const retryable = known.filter(isRetryable).length;
  useShortcut(
    { keys: 'x', says: 'Exclude or include the chosen cells', group: 'Matrix' },
    () => void toggleExcluded(),
    beforeLaunch && selection.chosen.size > 0,
  );
  useShortcut({ keys: 'r', says: 'Retry the chosen failures', group: 'Matrix' }, () => void retry(), retryable > 0);
  useListedShortcuts(GRID_KEYS);
  const toggleExcluded = async () => {
    const cells = await chosenCells();
    await exclude(
      cells,
      cells.some(({ phase }) => phase !== 'EXCLUDED'),
    );
  };

  const labels: AxisLabels = useMemo(
    () => ({ promptAt: (n) => axes.prompts[n] ?? promptAt(n), presetNames: axes.presets.map(({ name }) => name) }),
    [axes, promptAt],
  );
  const costs = useMemo(() => costRange(board), [board]);
  const hoverPlay = useHoverPlay();
  const view: BoardView = {
    ...{ board, geometry, labels, store, zoom, costs, fits, selection, hoverPlay },
    shown: rows,
    colourBy: search.colour ?? 'status',
    select: setSelection,
    inspect: () => openInspector(true),
    include: beforeLaunch ? (cell) => void exclude([cell], false) : null,
  };
  return (
    <div className="flex min-h-0 grow flex-col">
      <BoardToolbar board={board} search={search} onSearch={onSearch} inspectorOpen={inspectorOpen} onInspector={openInspector} />
      <FilterNotice
        search={search}
        total={total}
        matches={matches}
        now={filter.reduce((sum, phase) => sum + (phases[phase] ?? 0), 0)}
        failure={failure}
        onClear={() => onSearch({ phase: [], code: '' })}
        onLookAgain={() => setLookedUp(lookedUp + 1)}
        onRetry={() => store.expire()}
      />
      <div className="flex min-h-0 grow border-t">
        <div className="relative flex min-w-0 grow flex-col">
          <MatrixGrid view={view} name={shown.name} />
          <SelectionBar
            count={selection.chosen.size}
            micros={known.length === selection.chosen.size ? known.reduce((sum, cell) => sum + cell.priceMicros, 0) : null}
            beforeLaunch={beforeLaunch}
            retryable={retryable}
            excluded={known.filter(({ phase }) => phase === 'EXCLUDED').length}
            busy={actions.busy}
            onExclude={(excluded) => void chosenCells().then((cells) => exclude(cells, excluded))}
            onRetry={() => void retry()}
            onInspect={() => openInspector(true)}
            onClear={() => setSelection(NOTHING_CHOSEN)}
          />
        </div>
        {inspectorOpen && <Inspector campaignId={shown.id} cell={activeCell} onClose={() => openInspector(false)} />}
      </div>
    </div>
  );
}
