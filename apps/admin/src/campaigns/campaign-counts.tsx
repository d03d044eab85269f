import { graphql, readFragment, type FragmentType } from '../gql';
import { CountsBar, type PhaseCounts } from '../ui/counts-bar.tsx';
import { countOf, formatCount } from '../ui/format.ts';
import { PHASE_ORDER } from '../ui/phase-look.ts';

export const CampaignCountsFragment = graphql(`
  fragment CampaignCounts_Campaign on Campaign {
    counts {
      total
      excluded
      blocked
      planned
      queued
      rendering
      finalizing
      ready
      failed
      parked
      cancelled
    }
  }
`);

type Counts = FragmentType<typeof CampaignCountsFragment>;

/** Counts by phase as the screens spell them, with the number of cells that are meant to become clips. */
export function readCounts(campaign: Counts): { phases: PhaseCounts; total: number; wanted: number } {
  const { counts } = readFragment(CampaignCountsFragment, campaign);
  const phases = Object.fromEntries(PHASE_ORDER.map((phase) => [phase, counts[phase.toLowerCase() as Lowercase<typeof phase>]]));
  return { phases, total: counts.total, wanted: counts.total - counts.excluded - counts.blocked };
}

/** A bar of all phases and, below it, how far the campaign is. */
export function CampaignCounts({ campaign }: { campaign: Counts }) {
  const { phases, total, wanted } = readCounts(campaign);
  const failed = phases.FAILED ?? 0;
  const parked = phases.PARKED ?? 0;
  if (total === 0) return <span className="text-faint">Not planned yet</span>;
  return (
    <div className="flex flex-col gap-1.5">
      <CountsBar counts={phases} />
      <span className="figures truncate text-sm text-muted">
        {formatCount(phases.READY ?? 0)} of {countOf(wanted, 'clip')}
        {failed > 0 && <span className="text-failed"> · {formatCount(failed)} failed</span>}
        {parked > 0 && <span className="text-parked"> · {formatCount(parked)} parked</span>}
      </span>
    </div>
  );
}
