import { Ban, Play, Star } from 'lucide-react';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { formatClock, formatMicros } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { PHASE_LOOKS } from '../../ui/phase-look.ts';
import type { Offer } from './board.ts';
import { expectedShare } from './render-progress.ts';
import type { MatrixCell } from './matrix-cell.ts';

const BOXES: Partial<Record<MatrixCell['phase'], string>> = {
  EXCLUDED: 'hatched border border-line bg-sunken',
  PLANNED: 'border border-dashed border-line-strong bg-transparent',
  QUEUED: 'border border-line bg-surface',
  RENDERING: 'border border-rendering/35 bg-rendering/8',
  FINALIZING: 'border border-finalizing/35 bg-finalizing/8',
  FAILED: 'border border-failed/35 bg-failed/7',
  BLOCKED: 'border border-blocked/35 bg-blocked/7',
  PARKED: 'border border-parked/35 bg-parked/8',
  CANCELLED: 'border border-line bg-sunken',
};

/** The class names of a cell's box by phase; a ready cell is all picture. */
export function boxOf(phase: MatrixCell['phase'] | undefined): string {
  if (phase === undefined) return 'border border-line/60 bg-hover/40';
  return BOXES[phase] ?? 'bg-black';
}

interface FaceProps {
  cell: MatrixCell;
  offer: Offer;
  /** The cell of this matrix whose clip serves this one too, by its label; null for none. */
  servedBy: string | null;
  small: boolean;
}

/** What stands inside a cell. `small` leaves out words that would not fit, `narrow` puts them below; the accessible name has them all. */
export function CellFace({ narrow, ...face }: FaceProps & { narrow: boolean }) {
  const { cell, offer, small } = face;
  if (cell.phase === 'READY') return <ReadyFace {...face} />;
  const look = PHASE_LOOKS[cell.phase];
  return (
    <>
      <span className={`flex min-w-0 gap-1 p-1.5 text-xs leading-3.5 font-medium ${narrow ? 'flex-col' : 'items-center'} ${look.text}`}>
        <look.icon className="size-3.5 shrink-0" strokeWidth={2.25} />
        {!small && <span className="truncate">{wordOf(cell)}</span>}
      </span>
      {!small && <CellDetail cell={cell} offer={offer} narrow={narrow} />}
      {cell.isWinner && <WinnerStar />}
      <Feet cell={cell} offer={offer} small={small} className="text-muted" />
    </>
  );
}

function ReadyFace({ cell, offer, servedBy, small }: FaceProps) {
  return (
    <>
      <span className="absolute top-1 left-1 grid size-4.5 place-items-center rounded-full bg-black/65 text-[#5fe39a]">
        <PHASE_LOOKS.READY.icon className="size-3" strokeWidth={2.75} />
      </span>
      {cell.isWinner && <WinnerStar />}
      {cell.savedMicros > 0 && !small && !cell.isWinner && (
        <span className="figures absolute top-1 right-1 rounded-sm bg-black/65 px-1 text-xs text-white">
          {servedBy === null ? 'reused' : `= ${servedBy}`}
        </span>
      )}
      {!small && (
        <span className="absolute inset-0 grid place-items-center text-white opacity-0 transition-opacity group-hover:opacity-100 group-data-playing:opacity-0!">
          <Play className="size-5 fill-current drop-shadow" />
        </span>
      )}
      <Feet cell={cell} offer={offer} small={small} className="bg-linear-to-t from-black/85 to-transparent pt-3 text-white" />
    </>
  );
}

function WinnerStar() {
  return (
    <span className="absolute top-1 right-1 grid size-4.5 place-items-center rounded-full bg-black/65 text-[#ffd866]">
      <Star aria-hidden className="size-3 fill-current" strokeWidth={2.5} />
    </span>
  );
}

/** Bottom left how long and which shape, bottom right what it costs. */
function Feet({ cell, offer, small, className }: { cell: MatrixCell; offer: Offer; small: boolean; className: string }) {
  if (small) return null;
  return (
    <span
      className={`figures absolute inset-x-0 bottom-0 flex items-end justify-between gap-1 px-1.5 pb-1 text-xs leading-3.5 ${className}`}
    >
      <span className="flex items-center gap-1">
        {offer.seconds}s <FrameGlyph size={offer.size} scale={0.85} />
      </span>
      <span>{cell.savedMicros > 0 ? `saved ${formatMicros(cell.savedMicros)}` : costOf(cell)}</span>
    </span>
  );
}

/** What its render cost, else what the plan says; nothing for a cell that is blocked because it has no price. */
function costOf(cell: MatrixCell): string {
  if (cell.verdict === 'UNPRICED' && cell.render?.costMicros == null) return '–';
  return formatMicros(cell.render?.costMicros ?? cell.priceMicros);
}

function wordOf(cell: MatrixCell): string {
  if (cell.phase === 'QUEUED' && cell.queuePosition !== null) return `#${cell.queuePosition}`;
  return PHASE_LOOKS[cell.phase].word;
}

function CellDetail({ cell, offer, narrow }: { cell: MatrixCell; offer: Offer; narrow: boolean }) {
  if (cell.phase === 'RENDERING') return <Progress cell={cell} offer={offer} />;
  if (cell.phase === 'FAILED' && cell.failure) return <Note tall={narrow}>{cell.failure.code}</Note>;
  if (cell.phase === 'BLOCKED') return <Note tall={narrow}>{cell.verdictNote ?? cell.verdict.toLowerCase().replaceAll('_', ' ')}</Note>;
  if (cell.phase === 'EXCLUDED')
    return <Ban aria-hidden className="absolute inset-0 m-auto size-5 text-faint opacity-0 group-hover:opacity-60" />;
  return null;
}

function Note({ tall, children }: { tall: boolean; children: string }) {
  return <span className={`${tall ? 'line-clamp-4' : 'line-clamp-2'} px-1.5 text-xs leading-3.5 break-words text-muted`}>{children}</span>;
}

function Progress({ cell, offer }: { cell: MatrixCell; offer: Offer }) {
  const percent = cell.progressPercent;
  const since = cell.render?.acceptedAt ?? null;
  if (percent === null && since !== null) return <Elapsed since={since} typicalSeconds={offer.typicalSeconds} />;
  return (
    <span className="flex flex-col gap-1 px-1.5">
      <Bar percent={percent} />
      <span className="figures text-xs leading-3.5 text-muted">{percent === null ? 'starting' : `${percent} %`}</span>
    </span>
  );
}

/** `0:48 of ~1:10` where the provider tells no percentage; the bar goes by what such renders take. */
function Elapsed({ since, typicalSeconds }: { since: string; typicalSeconds: number | null }) {
  const seconds = Math.max(0, (useNow() - Date.parse(since)) / 1000);
  return (
    <span className="flex flex-col gap-1 px-1.5">
      <Bar percent={typicalSeconds === null ? null : expectedShare(seconds, typicalSeconds)} />
      <span className="figures flex flex-wrap gap-x-1 text-xs leading-3.5 text-muted">
        <span>{formatClock(seconds)}</span>
        {typicalSeconds !== null && <span>of ~{formatClock(typicalSeconds)}</span>}
      </span>
    </span>
  );
}

function Bar({ percent }: { percent: number | null }) {
  return (
    <span className="h-1 overflow-hidden rounded-full bg-rendering/20">
      {percent === null ? (
        <span className="block h-full w-1/3 animate-sweep rounded-full bg-rendering" />
      ) : (
        <span className="block h-full rounded-full bg-rendering transition-[width] duration-500" style={{ width: `${percent}%` }} />
      )}
    </span>
  );
}

/** The whole cell in words, for those who do not see it. */
export function cellName(cell: MatrixCell | undefined, offer: Offer, row: string, servedBy: string | null): string {
  const made = `${offer.seconds} seconds, ${offer.size.replace('x', ' by ')}, ${row}`;
  if (!cell) return `${made}, loading`;
  const parts: string[] = [PHASE_LOOKS[cell.phase].word];
  if (cell.queuePosition !== null && cell.phase === 'QUEUED') parts.push(`place ${cell.queuePosition}`);
  if (cell.progressPercent !== null && cell.phase === 'RENDERING') parts.push(`${cell.progressPercent} percent`);
  if (cell.isWinner) parts.push('winner');
  if (cell.savedMicros > 0) parts.push(`reused${servedBy === null ? '' : ` from ${servedBy}`}, saved ${formatMicros(cell.savedMicros)}`);
  if (cell.failure) parts.push(cell.failure.message);
  if (cell.verdictNote !== null && cell.phase === 'BLOCKED') parts.push(cell.verdictNote);
  return `${parts.join(', ')}, ${made}, ${cell.verdict === 'UNPRICED' ? 'no price' : formatMicros(cell.priceMicros)}`;
}
