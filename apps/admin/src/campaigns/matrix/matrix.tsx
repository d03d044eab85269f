import { useCallback, useMemo, useState } from 'react';
import { useHoverPlay } from '../../clips/hover-play.ts';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { useMediaQuery } from '../../ui/media-query.ts';
import { useListedShortcuts } from '../../ui/shortcuts.ts';
import { readCounts } from '../campaign-counts.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import type { AxisLabels } from './axis-label.tsx';
import { measureBoard } from './board-geometry.ts';
import type { BoardSearch } from './board-search.ts';
import { BoardToolbar } from './board-toolbar.tsx';
import type { BoardView } from './board-view.ts';
import { arrange, layBoard } from './board.ts';
import { ChosenCells, useManyCells } from './chosen-cells.tsx';
import { FilterNotice } from './filter-notice.tsx';
import { shownRows, useMatches } from './matches.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { costRange, fitsFilter, selectionOf, shapeOf, useRememberedCell } from './matrix-state.ts';
import { chooseOne, NOTHING_CHOSEN, type Selection } from './selection.ts';
import { useCellFailure, useCellOrNone } from './use-cell.ts';
import { useCells, useQueuePlaces } from './use-cells.ts';

export const MatrixFragment = graphql(`
  fragment Matrix_Campaign on Campaign {
    id
    name
    status
    plan {
      hash
    }
    axes {
      mode
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
  /** The campaign had ended, and yet its cells move: somebody retried. */
  onReopened: () => void;
}

/** The live matrix of one planned or launched campaign with its toolbar, its inspector and what can be done with chosen cells. */
export function Matrix({ campaign, ...rest }: MatrixProps) {
  const shown = readFragment(MatrixFragment, campaign);
  return shown.axes && <PlannedMatrix shown={shown} axes={shown.axes} {...rest} />;
}

type Shown = DocumentType<typeof MatrixFragment>;
type PlannedProps = Omit<MatrixProps, 'campaign'> & { shown: Shown; axes: NonNullable<Shown['axes']> };

function PlannedMatrix({ shown, axes, search, onSearch, onReopened }: PlannedProps) {
  const { phases, total } = readCounts(shown);
  const beforeLaunch = shown.status === 'DRAFT' || shown.status === 'PLANNED';
  const { rows: down, cols, sub, phase, code } = search;
  const board = useMemo(() => {
    const shape = shapeOf(axes, axes.mode === 'ZIP');
    return layBoard(shape, arrange(shape, { ...(down && { rows: down }), ...(cols && { cols }), ...(sub && { sub }) }));
  }, [axes, down, cols, sub]);
  const zoom = (search.zoom ?? 100) / 100;
  const geometry = useMemo(() => measureBoard(board, zoom), [board, zoom]);
  const { store, promptAt } = useCells({
    id: shown.id,
    total,
    planKey: shown.plan?.hash ?? '',
    promptsKnown: axes.prompts.length,
    cellsPerPrompt: axes.presetCount * axes.offers.length,
    live: shown.status !== 'DRAFT',
    onNews: () => {
      if (shown.status === 'COMPLETED') onReopened();
    },
  });
  useQueuePlaces(store, shown.status === 'RUNNING');
  const failure = useCellFailure(store);

  const filter = phase ?? (code === undefined ? [] : (['FAILED'] as const));
  const [lookedUp, setLookedUp] = useState(0);
  const matches = useMatches(board, { campaignId: shown.id, phases: filter, code, version: lookedUp });
  const rows = useMemo(() => shownRows(board, matches), [board, matches]);
  const fits = useMemo(() => fitsFilter(phase, code), [phase, code]);

  const [selection, setSelection] = useState<Selection>(() => selectionOf(board, search.cell, total));
  const active = selection.active && board.indexAt(selection.active.row, selection.active.column);
  useRememberedCell(active, onSearch);
  const [jumps, setJumps] = useState(0);
  const goTo = (index: number) => {
    onSearch({ phase: [], code: '' });
    setSelection(chooseOne(board, board.placeOf(index)));
    setJumps(jumps + 1);
  };
  const wide = useMediaQuery('(min-width: 1280px)');
  const inspectorOpen = search.inspector ?? wide;
  const openInspector = useCallback((open: boolean) => onSearch({ inspector: open }), [onSearch]);
  const activeCell = useCellOrNone(store, active);

  const { exclude } = useManyCells(shown.id, store);
  useListedShortcuts(GRID_KEYS);

  const labels: AxisLabels = useMemo(
    () => ({ promptAt: (n) => axes.prompts[n] ?? promptAt(n), presetNames: axes.presets.map(({ name }) => name) }),
    [axes, promptAt],
  );
  const costs = useMemo(() => costRange(board), [board]);
  const hoverPlay = useHoverPlay();
  const view: BoardView = {
    board,
    geometry,
    labels,
    store,
    zoom,
    costs,
    fits,
    selection,
    hoverPlay,
    shown: rows,
    colourBy: search.colour ?? 'status',
    select: setSelection,
    inspect: () => openInspector(true),
    include: beforeLaunch ? (cell) => void exclude([cell.index], false) : null,
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
          <MatrixGrid key={jumps} view={view} name={shown.name} />
          <ChosenCells
            campaignId={shown.id}
            store={store}
            chosen={selection.chosen}
            beforeLaunch={beforeLaunch}
            onInspect={() => openInspector(true)}
            onClear={() => setSelection(NOTHING_CHOSEN)}
          />
        </div>
        {inspectorOpen && (
          <Inspector campaignId={shown.id} cell={activeCell} editable={beforeLaunch} onClose={() => openInspector(false)} onGoTo={goTo} />
        )}
      </div>
    </div>
  );
}
