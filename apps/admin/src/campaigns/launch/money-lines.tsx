import { CalendarClock } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { countOf, formatAhead, formatMicros, formatMoment } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';

export const MoneyLinesFragment = graphql(`
  fragment MoneyLines_Plan on Plan {
    lowMicros
    expectedMicros
    highMicros
    repeatFactor
    reused {
      count
      savedMicros
    }
    finishEstimate {
      at
      latest
      basis
    }
  }
`);

const NOW_STEP_MS = 10_000;

/** What the launch is likely to cost, what it reserves, and when it is done. */
export function MoneyLines({ plan }: { plan: FragmentType<typeof MoneyLinesFragment> }) {
  const { lowMicros, expectedMicros, highMicros, repeatFactor, reused, finishEstimate } = readFragment(MoneyLinesFragment, plan);
  const nowMs = useNow(NOW_STEP_MS);
  return (
    <dl className="figures grid grid-cols-[minmax(0,1fr)_auto] gap-y-1.5">
      {reused.count > 0 && (
        <Line term={`${countOf(reused.count, 'cell')} share a clip that was made, or is made once`}>
          <span className="text-ready">−{formatMicros(reused.savedMicros)}</span>
        </Line>
      )}
      {repeatFactor > 1 && (
        <Line term={`Repeats, as measured here: ${repeatFactor.toFixed(2)} paid renders a clip`}>
          +{formatMicros(expectedMicros - lowMicros)}
        </Line>
      )}
      <Line term="Expected cost">
        <span className="font-semibold">{formatMicros(expectedMicros)}</span>
      </Line>
      <Line term="Reserved at launch; what is not needed returns">
        <span className="font-semibold">{formatMicros(highMicros)}</span>
      </Line>
      {finishEstimate && (
        <>
          <dt className="flex items-center gap-2 border-t pt-2 text-muted">
            <CalendarClock aria-hidden className="size-4" />
            Finishes about
          </dt>
          <dd className="border-t pt-2 pl-4 text-right" title={`At the latest ${formatMoment(finishEstimate.latest)}`}>
            {clockOf(finishEstimate.at)} <span className="text-muted">({formatAhead(finishEstimate.at, nowMs)})</span>
          </dd>
        </>
      )}
    </dl>
  );
}

function Line({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="pl-4 text-right">{children}</dd>
    </>
  );
}

/** `14:20`, with the day when it is another one. */
function clockOf(iso: string): string {
  const at = new Date(iso);
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return at.toDateString() === new Date().toDateString()
    ? clock
    : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${clock}`;
}
