import { formatCount } from './format.ts';
import { PHASE_LOOKS, PHASE_ORDER, type PhaseWord } from './phase-look.ts';

/** How many cells are in each phase. */
export type PhaseCounts = Partial<Record<PhaseWord, number>>;

const UNDRAWN: ReadonlySet<PhaseWord> = new Set(['EXCLUDED']);

/** One bar, as wide as all cells that count; each phase has its share, its words are the accessible name. */
export function CountsBar({ counts, tall = false }: { counts: PhaseCounts; tall?: boolean }) {
  const shares = PHASE_ORDER.filter((phase) => !UNDRAWN.has(phase) && (counts[phase] ?? 0) > 0);
  const says = shares.map((phase) => `${formatCount(counts[phase] ?? 0)} ${PHASE_LOOKS[phase].word.toLowerCase()}`).join(', ');
  return (
    <div
      role="img"
      aria-label={says || 'Nothing yet'}
      className={`flex w-full gap-px overflow-hidden rounded-full bg-hover ${tall ? 'h-2' : 'h-1.5'}`}
    >
      {shares.map((phase) => (
        <span
          key={phase}
          className={`${PHASE_LOOKS[phase].fill} transition-[flex-grow] duration-300 ${phase === 'PLANNED' || phase === 'QUEUED' ? 'opacity-35' : ''}`}
          style={{ flexGrow: counts[phase] }}
        />
      ))}
    </div>
  );
}
