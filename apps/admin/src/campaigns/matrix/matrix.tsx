import { useMemo } from 'react';
import { useHoverPlay } from '../../clips/hover-play.ts';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { useListedShortcuts } from '../../ui/shortcuts.ts';
import { readCounts } from '../campaign-counts.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import type { AxisLabels } from './axis-label.tsx';
import type { BoardSearch } from './board-search.ts';
import { BoardToolbar } from './board-toolbar.tsx';
import type { BoardView } from './board-view.ts';
import { ChosenCells, useManyCells } from './chosen-cells.tsx';
import { FilterNotice } from './filter-notice.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { useBoard, useFilter, useInspector, useLearnedDurations, useSelection } from './matrix-state.ts';
import { NOTHING_CHOSEN } from './selection.ts';
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
    brief {
      audio
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
        typicalSeconds
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
  /** What the page knows of the campaign is no longer true: it had ended and its cells move, or its first renders tell how long they take. */
  onStale: () => void;
}

/** The live matrix of one planned or launched campaign with its toolbar, its inspector and what can be done with chosen cells. */
export function Matrix({ campaign, ...rest }: MatrixProps) {
  const shown = readFragment(MatrixFragment, campaign);
  return shown.axes && <PlannedMatrix shown={shown} axes={shown.axes} {...rest} />;
}

type Shown = DocumentType<typeof MatrixFragment>;
type PlannedProps = Omit<MatrixProps, 'campaign'> & { shown: Shown; axes: NonNullable<Shown['axes']> };

function PlannedMatrix({ shown, axes, search, onSearch, onStale }: PlannedProps) {
  const { phases, total } = readCounts(shown);
  const beforeLaunch = shown.status === 'DRAFT' || shown.status === 'PLANNED';
  const { board, geometry, zoom, costs } = useBoard(axes, search);
  const { store, promptAt } = useCells({
    id: shown.id,
    total,
    planKey: shown.plan?.hash ?? '',
    promptsKnown: axes.prompts.length,
    cellsPerPrompt: axes.presetCount * axes.offers.length,
    live: shown.status !== 'DRAFT',
    onNews: () => {
      if (shown.status === 'COMPLETED') onStale();
    },
  });
  useQueuePlaces(store, shown.status === 'RUNNING');
  useLearnedDurations(axes, phases.READY ?? 0, onStale);
  const { filter, matches, rows, fits, lookAgain } = useFilter(board, shown.id, search);
  const { selection, setSelection, active, jumps, goTo } = useSelection(board, total, search, onSearch);
  const { inspectorOpen, openInspector } = useInspector(search, onSearch);
  const activeCell = useCellOrNone(store, active);
  const { exclude } = useManyCells(shown.id, store);
  useListedShortcuts(GRID_KEYS);

  const labels: AxisLabels = useMemo(
    () => ({ promptAt: (n) => axes.prompts[n] ?? promptAt(n), presetNames: axes.presets.map(({ name }) => name) }),
    [axes, promptAt],
  );
  const view: BoardView = {
    campaignId: shown.id,
    board,
    geometry,
    labels,
    store,
    zoom,
    costs,
    fits,
    selection,
    hoverPlay: useHoverPlay(),
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
        failure={useCellFailure(store)}
        onClear={() => onSearch({ phase: [], code: '' })}
        onLookAgain={lookAgain}
        onRetry={() => store.expire()}
      />
      <div className="flex min-h-0 grow border-t">
        <div className="relative flex min-w-0 grow flex-col">
          <MatrixGrid key={jumps} view={view} name={shown.name} />
          <ChosenCells
            campaignId={shown.id}
            board={board}
            store={store}
            chosen={selection.chosen}
            audio={shown.brief.audio}
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
