import { X } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { classNames } from '../ui/class-names.ts';
import { countOf, formatCount } from '../ui/format.ts';
import { PHASE_LOOKS, PHASE_ORDER, type PhaseWord } from '../ui/phase-look.ts';
import { readCounts } from './campaign-counts.tsx';

export const PhaseChipsFragment = graphql(`
  fragment PhaseChips_Campaign on Campaign {
    id
    ...CampaignCounts_Campaign
  }
`);

interface PhaseChipsProps {
  campaign: FragmentType<typeof PhaseChipsFragment>;
  chosen: readonly PhaseWord[];
  onChoose: (phases: PhaseWord[]) => void;
}

/** How many cells stand in each phase; pressed, a chip shows only those. */
export function PhaseChips({ campaign, chosen, onChoose }: PhaseChipsProps) {
  const { phases, total } = readCounts(readFragment(PhaseChipsFragment, campaign));
  const drawn = PHASE_ORDER.filter((phase) => (phases[phase] ?? 0) > 0 || chosen.includes(phase));
  const toggle = (phase: PhaseWord) =>
    onChoose(PHASE_ORDER.filter((each) => (each === phase ? !chosen.includes(phase) : chosen.includes(each))));
  return (
    <div
      className="flex items-center gap-1.5 overflow-x-auto px-4 pb-2.5 [scrollbar-width:none] sm:px-6"
      role="group"
      aria-label="Show only"
    >
      <span className="figures mr-1 shrink-0 whitespace-nowrap text-muted">{countOf(total, 'cell')}</span>
      {drawn.map((phase) => {
        const look = PHASE_LOOKS[phase];
        const on = chosen.includes(phase);
        return (
          <button
            key={phase}
            type="button"
            aria-pressed={on}
            title={look.says}
            onClick={() => toggle(phase)}
            className={classNames(
              'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 whitespace-nowrap transition-colors hover:bg-hover',
              on ? 'border-current bg-hover' : 'bg-surface',
              look.text,
            )}
          >
            <look.icon aria-hidden className="size-3.5" strokeWidth={2.25} />
            <span className="figures font-semibold">{formatCount(phases[phase] ?? 0)}</span>
            <span className="text-muted">{look.word.toLowerCase()}</span>
            {on && <X aria-hidden className="size-3" />}
          </button>
        );
      })}
    </div>
  );
}
