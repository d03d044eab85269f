import { memo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { useNow } from '../../ui/now.ts';
import { cellBox } from './board-geometry.ts';
import type { ColourBy } from './board-search.ts';
import type { Board } from './board.ts';
import { boxOf, CellFace, cellName } from './cell-face.tsx';
import { cellLabel } from './cell-label.ts';
import type { CellStore } from './cell-store.ts';
import type { MatrixCell } from './matrix-cell.ts';
import { ringColour } from './ring-colour.ts';
import { useCell } from './use-cell.ts';

const SMALL_PX = 60;
const NARROW_PX = 96;
const AGE_STEP_MS = 30_000;

interface CellProps {
  store: CellStore<MatrixCell>;
  index: number;
  row: number;
  column: number;
  left: number;
  board: Board;
  campaignId: string;
  rowName: string;
  zoom: number;
  colourBy: ColourBy;
  costs: { low: number; high: number };
  fits: ((cell: MatrixCell) => boolean) | null;
  chosen: boolean;
  active: boolean;
  /** From where it plays; null while it does not. */
  playingUrl: string | null;
}

/** One cell. It is drawn again only when its own variant changes, it is chosen, or the board is laid out anew. */
export const Cell = memo(function Cell(props: CellProps) {
  const { store, index, row, column, left, board, rowName, zoom, chosen, active, playingUrl, fits } = props;
  const cell = useCell(store, index);
  const offer = board.offerOf(index);
  const servedBy = cell ? servedByOf(cell, board, props.campaignId) : null;
  const box = cellBox(offer.size, zoom);
  const small = box.width < SMALL_PX || box.height < 50;
  const dim = cell !== undefined && fits !== null && !fits(cell);
  return (
    <div
      role="gridcell"
      id={`cell-${index}`}
      aria-selected={chosen}
      aria-label={cellName(cell, offer, rowName, servedBy)}
      aria-colindex={column + 2}
      data-row={row}
      data-column={column}
      data-index={index}
      data-phase={cell?.phase}
      data-playing={playingUrl !== null || undefined}
      className={classNames(
        'group absolute top-1/2 -translate-y-1/2 cursor-default overflow-hidden rounded-md select-none',
        boxOf(cell?.phase),
        dim && 'opacity-20',
        chosen && 'outline-2 outline-offset-1 outline-accent-text',
        active && !chosen && 'outline-2 outline-offset-1 outline-accent-text/50',
      )}
      style={{ left, width: box.width, height: box.height }}
    >
      {cell?.clip && <Poster store={store} cell={cell} />}
      {playingUrl !== null && (
        <video
          src={playingUrl}
          muted
          loop
          autoPlay
          playsInline
          disablePictureInPicture
          className="absolute inset-0 size-full object-cover"
        />
      )}
      {cell && <CellFace cell={cell} offer={offer} servedBy={servedBy} small={small} narrow={box.width < NARROW_PX} />}
      {cell && <Ring cell={cell} colourBy={props.colourBy} costs={props.costs} />}
    </div>
  );
});

/** The label of the cell whose clip serves this one, where it stands in the same matrix. */
function servedByOf({ savedMicros, reusedFrom }: MatrixCell, board: Board, campaignId: string): string | null {
  const source = reusedFrom?.variant;
  return savedMicros > 0 && source?.campaign.id === campaignId ? cellLabel(board, source.index) : null;
}

/** The still of a ready clip. A signed address that has run out is asked for again with its neighbours. */
function Poster({ store, cell }: { store: CellStore<MatrixCell>; cell: MatrixCell }) {
  const poster = cell.clip?.poster;
  if (!poster) return null;
  return (
    <img
      src={poster.url}
      alt=""
      loading="lazy"
      draggable={false}
      onError={() => Date.parse(poster.expiresAt) < Date.now() && store.expire()}
      className="absolute inset-0 size-full animate-fade object-cover"
    />
  );
}

function Ring({ cell, colourBy, costs }: { cell: MatrixCell; colourBy: ColourBy; costs: { low: number; high: number } }) {
  const nowMs = useNow(AGE_STEP_MS);
  const colour = ringColour(cell, colourBy, costs, nowMs);
  if (colour === null) return null;
  const width = colourBy === 'status' ? 1 : 3;
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute inset-0 rounded-md"
      style={{ boxShadow: `inset 0 0 0 ${width}px ${colour}` }}
    />
  );
}
