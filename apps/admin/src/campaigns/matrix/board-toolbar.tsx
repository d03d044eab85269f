import { PanelRight, ZoomIn, ZoomOut } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { AXIS_WORDS } from './axis-label.tsx';
import { COLOURS, ZOOM_MAX, ZOOM_MIN, ZOOM_STEP, type BoardSearch, type ColourBy } from './board-search.ts';
import { AXIS_NAMES, axisLengths, type AxisName, type Board } from './board.ts';

const COLOUR_WORDS: Record<ColourBy, string> = { status: 'Status', cost: 'Cost', age: 'Age' };

interface ToolbarProps {
  board: Board;
  search: BoardSearch;
  onSearch: (change: Partial<BoardSearch>) => void;
  inspectorOpen: boolean;
  onInspector: (open: boolean) => void;
}

/** How the matrix is laid out: what runs down and across, what the rings mean, how large cells are. All of it stands in the address. */
export function BoardToolbar({ board, search, onSearch, inspectorOpen, onInspector }: ToolbarProps) {
  const zoom = search.zoom ?? 100;
  const setZoom = (percent: number) => onSearch({ zoom: Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, percent)) });
  useShortcut({ keys: 'i', says: 'Show or hide the inspector', group: 'Matrix' }, () => onInspector(!inspectorOpen));
  useShortcut({ keys: 'equal', says: 'Larger cells', group: 'Matrix' }, () => setZoom(zoom + ZOOM_STEP));
  useShortcut({ keys: 'minus', says: 'Smaller cells', group: 'Matrix' }, () => setZoom(zoom - ZOOM_STEP));
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 px-4 pb-2.5 sm:px-6">
      <AxisPickers board={board} onSearch={onSearch} />
      <div className="flex items-center gap-1.5">
        <span className="text-faint max-sm:sr-only">Colour by</span>
        <Segmented
          label="Colour by"
          value={search.colour ?? 'status'}
          choices={COLOURS.map((value) => ({ value, word: COLOUR_WORDS[value] }))}
          onChoose={(colour) => onSearch({ colour })}
        />
      </div>
      <div className="grow" />
      <div className="flex items-center" role="group" aria-label="Zoom">
        <IconButton icon={ZoomOut} label="Smaller cells" keys="-" disabled={zoom <= ZOOM_MIN} onClick={() => setZoom(zoom - ZOOM_STEP)} />
        <button
          type="button"
          className="figures h-7 w-12 rounded-md text-center text-muted hover:bg-hover"
          aria-label={`Zoom ${zoom} percent, back to 100`}
          onClick={() => setZoom(100)}
        >
          {zoom} %
        </button>
        <IconButton icon={ZoomIn} label="Larger cells" keys="=" disabled={zoom >= ZOOM_MAX} onClick={() => setZoom(zoom + ZOOM_STEP)} />
      </div>
      <IconButton
        icon={PanelRight}
        label={inspectorOpen ? 'Hide the inspector' : 'Show the inspector'}
        keys="i"
        active={inspectorOpen}
        onClick={() => onInspector(!inspectorOpen)}
      />
    </div>
  );
}

function AxisPickers({ board, onSearch }: Pick<ToolbarProps, 'board' | 'onSearch'>) {
  const { rows, columns } = board.arrangement;
  const lengths = axisLengths(board.shape);
  const several = AXIS_NAMES.filter((axis) => lengths[axis] > 1);
  if (board.shape.paired || several.length < 2) return null;
  const choices = (axes: readonly AxisName[]) => axes.map((value) => ({ value, word: AXIS_WORDS[value] }));
  const across = several.filter((axis) => axis !== rows);
  const [cols, sub] = columns;
  return (
    <>
      <Select
        label="Rows"
        value={rows}
        choices={choices(several)}
        onChoose={(axis) => onSearch(axis === cols ? { rows: axis, cols: rows } : { rows: axis })}
      />
      {cols && (
        <Select
          label="Columns"
          value={cols}
          choices={choices(across)}
          onChoose={(axis) => onSearch(axis === sub ? { cols: axis, sub: cols } : { cols: axis })}
        />
      )}
      {sub && across.length > 2 && (
        <Select
          label="Sub-columns"
          value={sub}
          choices={choices(across.filter((axis) => axis !== cols))}
          onChoose={(axis) => onSearch({ sub: axis })}
        />
      )}
    </>
  );
}
