import { PHASE_LOOKS, type PhaseWord } from './phase-look.ts';

/** Icon + word + colour of a phase. */
export function PhaseBadge({ phase, detail }: { phase: PhaseWord; detail?: string | undefined }) {
  const look = PHASE_LOOKS[phase];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${look.text}`}>
      <look.icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {look.word}
      {detail && <span className="figures font-normal text-muted">{detail}</span>}
    </span>
  );
}
