import { graphql, readFragment, type FragmentType } from '../gql';
import { formatCount } from '../ui/format.ts';
import { Gauge } from 'lucide-react';

export const LimitsFragment = graphql(`
  fragment LimitsStrip_Workspace on Workspace {
    id
    limits {
      edition
      tiers
      secondsMax
      pixelsMax
      rendersPerDay
      rendersInFlight
      rendersInFlightNow
      rendersToday
      resetsAt
    }
  }
`);

const EDITIONS = { FREE: 'Free', PRO: 'Pro', ENTERPRISE: 'Enterprise' } as const;
const TIERS = { STANDARD: 'Standard', PRO: 'Pro' } as const;

/** What the edition allows, and how much of today's renders is used: "7 of 10 renders today – resets 00:00 UTC". */
export function LimitsStrip({ workspace }: { workspace: FragmentType<typeof LimitsFragment> }) {
  const { limits } = readFragment(LimitsFragment, workspace);
  const { edition, tiers, secondsMax, pixelsMax, rendersPerDay, rendersInFlight, rendersInFlightNow, rendersToday, resetsAt } = limits;
  const isFull = rendersPerDay !== null && rendersToday >= rendersPerDay;
  return (
    <section
      aria-label="What your plan allows"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-xl border bg-surface px-4 py-2.5"
    >
      <span className="inline-flex items-center gap-2 font-semibold">
        <Gauge aria-hidden className="size-4 text-muted" />
        {EDITIONS[edition]} plan
      </span>
      <span className={`figures ${isFull ? 'font-medium text-failed' : ''}`}>
        {rendersPerDay === null
          ? `${formatCount(rendersToday)} renders today, no daily limit`
          : `${formatCount(rendersToday)} of ${formatCount(rendersPerDay)} renders today`}
        {rendersPerDay !== null && <span className="font-normal text-muted"> – resets {resetsAt.slice(11, 16)} UTC</span>}
      </span>
      <ul className="figures flex flex-wrap gap-x-4 gap-y-1 text-muted">
        <li>{tiers.map((tier) => TIERS[tier]).join(' and ')} models</li>
        <li>{secondsMax === null ? 'any length' : `clips up to ${secondsMax} s`}</li>
        <li>{pixelsMax === null ? 'any size' : `up to ${sizeWords(pixelsMax)}`}</li>
        <li>
          {formatCount(rendersInFlightNow)}
          {rendersInFlight === null ? ' in flight, any number at a time' : ` of ${formatCount(rendersInFlight)} in flight`}
        </li>
      </ul>
    </section>
  );
}

const KNOWN_SIZES: readonly (readonly [number, string])[] = [
  [720 * 1280, '720 × 1280'],
  [1024 * 1792, '1024 × 1792'],
  [1080 * 1920, '1080 × 1920'],
];

/** `720 × 1280` where a known frame has just so many pixels, else megapixels. */
function sizeWords(pixels: number): string {
  const known = KNOWN_SIZES.find(([count]) => count === pixels);
  return known ? known[1] : `${(pixels / 1_000_000).toFixed(1)} megapixels`;
}
