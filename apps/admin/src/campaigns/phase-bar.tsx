import { Link } from '@tanstack/react-router';
import { CircleAlert, CirclePause, ShieldAlert } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import type { PhaseWord } from '../ui/phase-look.ts';
import { PhaseChips } from './phase-chips.tsx';

export const PhaseBarFragment = graphql(`
  fragment PhaseBar_Campaign on Campaign {
    id
    counts {
      failed
      blocked
      parked
    }
    ...PhaseChips_Campaign
  }
`);

interface PhaseBarProps {
  campaign: FragmentType<typeof PhaseBarFragment>;
  chosen: readonly PhaseWord[];
  onChoose: (phases: PhaseWord[]) => void;
  /** Asks why cells failed or are not sent. */
  onWhy: () => void;
}

/** Cells by phase, to narrow the matrix, and the way to what waits for somebody and to what went wrong. */
export function PhaseBar({ campaign, chosen, onChoose, onWhy }: PhaseBarProps) {
  const shown = readFragment(PhaseBarFragment, campaign);
  const { failed, blocked, parked } = shown.counts;
  return (
    <div className="flex items-start">
      <div className="min-w-0 grow">
        <PhaseChips campaign={shown} chosen={chosen} onChoose={onChoose} />
      </div>
      {parked > 0 && (
        <Link
          to="/waiting"
          search={{ campaign: shown.id }}
          className={`${buttonClass({ size: 'small' })} mr-2 text-parked! ${failed + blocked === 0 ? 'sm:mr-6' : ''}`}
        >
          <CirclePause aria-hidden className="size-4" />
          <span>
            Decide<span className="max-sm:hidden"> {formatCount(parked)} parked</span>
          </span>
        </Link>
      )}
      {failed + blocked > 0 && (
        <Button
          size="small"
          icon={failed > 0 ? CircleAlert : ShieldAlert}
          className={`mr-4 sm:mr-6 ${failed > 0 ? 'text-failed!' : 'text-blocked!'}`}
          onClick={onWhy}
        >
          <span>
            Why<span className="max-sm:hidden"> {failed > 0 ? 'did they fail?' : 'are they blocked?'}</span>
          </span>
        </Button>
      )}
    </div>
  );
}
