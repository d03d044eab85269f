import { useLocation } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { countOf, formatMicros } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { ownerOf, PERIOD_WORDS } from './budget-words.ts';
import { alertKey, markSeen, useSeenAlerts } from './seen-alerts.ts';

const REFRESH_MS = 60_000;

const BudgetAlertsFragment = graphql(`
  fragment BudgetAlerts_Budget on Budget {
    id
    scope
    period
    startsOn
    user {
      id
      name
    }
    campaign {
      id
      name
    }
    alerts {
      percent
      at
      committedMicros
      limitMicros
    }
  }
`);

const AlertsQuery = graphql(`
  query Alerts {
    budgets {
      id
      ...BudgetAlerts_Budget
    }
  }
`);

type Budgets = readonly FragmentType<typeof BudgetAlertsFragment>[];

/** Every threshold of the present periods that was not marked as seen here, the newest first. */
function useUnseen(budgets: Budgets) {
  const seen = useSeenAlerts();
  return readFragment(BudgetAlertsFragment, budgets)
    .flatMap((budget) => budget.alerts.map((alert) => ({ ...alert, budget, key: alertKey(budget, alert.percent) })))
    .filter(({ key }) => !seen.has(key))
    .sort((a, b) => b.at.localeCompare(a.at) || b.percent - a.percent);
}

/** How many thresholds were reached and not looked at yet, behind the word "Costs"; nothing when there is none. It looks again with every page and every minute. */
export function AlertBadge() {
  const [{ data }, refetch] = useQuery({ query: AlertsQuery, requestPolicy: 'cache-and-network' });
  const unseen = useUnseen(data?.budgets ?? []);
  const page = useLocation({ select: ({ pathname }) => pathname });
  const askedOn = useRef(page);
  useEffect(() => {
    if (askedOn.current !== page) refetch({ requestPolicy: 'network-only' });
    askedOn.current = page;
  }, [page, refetch]);
  useEffect(() => {
    const look = () => document.hidden || refetch({ requestPolicy: 'network-only' });
    const timer = setInterval(look, REFRESH_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [refetch]);
  if (unseen.length === 0) return null;
  return (
    <span className="figures ml-1.5 inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-blocked/15 px-1 text-xs font-semibold text-blocked">
      {unseen.length}
      <span className="sr-only"> {unseen.length === 1 ? 'budget alert' : 'budget alerts'} not seen yet</span>
    </span>
  );
}

/** The thresholds that were reached and not looked at yet, in words; one press marks them as seen. */
export function AlertNotice({ budgets }: { budgets: Budgets }) {
  const unseen = useUnseen(budgets);
  if (unseen.length === 0) return null;
  return (
    <Notice
      look="warning"
      title={countOf(unseen.length, 'budget alert')}
      action={
        <Button size="small" onClick={() => markSeen(unseen.map(({ key }) => key))}>
          Mark as seen
        </Button>
      }
    >
      <ul className="figures mt-0.5 flex flex-col gap-0.5">
        {unseen.map(({ key, budget, percent, at, committedMicros, limitMicros }) => (
          <li key={key}>
            <span className="font-medium text-text">{ownerOf(budget)}</span> reached {percent} %: {formatMicros(committedMicros)} of{' '}
            {formatMicros(limitMicros)} {PERIOD_WORDS[budget.period]} <span className="text-faint">· </span>
            <RelativeTime at={at} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The highest threshold a budget has reached in this period, as a mark beside its name. */
export function AlertMark({ percent }: { percent: number }) {
  return (
    <span className="inline-flex items-center gap-1 rounded-full bg-blocked/12 px-2 py-0.5 text-sm font-medium whitespace-nowrap text-blocked">
      <TriangleAlert aria-hidden className="size-3.5" />
      {percent} % reached
    </span>
  );
}
