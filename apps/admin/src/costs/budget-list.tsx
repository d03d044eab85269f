import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { BudgetBar } from '../ui/budget-bar.tsx';
import { IconButton } from '../ui/button.tsx';
import { formatMicros, formatMoment } from '../ui/format.ts';
import { refusalOf } from '../ui/refusal.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { AlertMark } from './alerts.tsx';
import { ownerOf, PERIOD_WORDS } from './budget-words.ts';

export const BudgetFragment = graphql(`
  fragment BudgetRow_Budget on Budget {
    id
    scope
    period
    limitMicros
    committedMicros
    settledMicros
    remainingMicros
    thresholds
    resetsAt
    alerts {
      percent
      at
    }
    user {
      id
      name
    }
    campaign {
      id
      name
    }
  }
`);

const RemoveBudgetMutation = graphql(`
  mutation RemoveBudget($budgetId: ID!) {
    removeBudget(input: { budgetId: $budgetId }) {
      __typename
      ... on RemoveBudgetSuccess {
        budgetId
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface BudgetListProps {
  budgets: readonly FragmentType<typeof BudgetFragment>[];
  mayWrite: boolean;
  onChanged: () => void;
}

/** Every budget: what is spent, what is spoken for, what is left, and when it begins anew. */
export function BudgetList({ budgets, mayWrite, onChanged }: BudgetListProps) {
  const [{ fetching }, remove] = useMutation(RemoveBudgetMutation);
  const doRemove = async (budgetId: string) => {
    const { data, error } = await remove({ budgetId });
    const refusal = refusalOf(data?.removeBudget, error);
    if (refusal) toast.error(refusal.message);
    else onChanged();
  };
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {budgets.map((one) => {
        const budget = readFragment(BudgetFragment, one);
        return (
          <li key={budget.id} className="flex min-w-0 flex-col gap-3 rounded-xl border bg-surface p-4">
            <div className="flex items-start justify-between gap-2">
              <div className="min-w-0">
                <h3 className="truncate font-semibold" title={ownerOf(budget)}>
                  {budget.campaign ? (
                    <Link to="/campaigns/$campaignId/ledger" params={{ campaignId: budget.campaign.id }} className="hover:underline">
                      {budget.campaign.name}
                    </Link>
                  ) : (
                    ownerOf(budget)
                  )}
                </h3>
                <p className="figures text-sm text-muted">
                  {budget.scope === 'CAMPAIGN' && 'Campaign, '}
                  {formatMicros(budget.limitMicros)} {PERIOD_WORDS[budget.period]}
                </p>
              </div>
              <div className="grow" />
              {budget.alerts.length > 0 && <AlertMark percent={budget.alerts.at(-1)!.percent} />}
              {mayWrite && (
                <IconButton
                  icon={Trash2}
                  label="Remove this budget"
                  disabled={fetching}
                  onClick={() => void doRemove(budget.id)}
                  className="-mt-1 -mr-2"
                />
              )}
            </div>
            <BudgetState {...budget} />
            <p className="text-sm text-faint">
              {budget.resetsAt ? `Begins anew ${formatMoment(budget.resetsAt)}` : 'Never begins anew'} · {thresholdWords(budget.thresholds)}
            </p>
            {budget.alerts.length > 0 && (
              <ul aria-label="Alerts of this period" className="figures flex flex-wrap gap-x-3 text-sm text-muted">
                {budget.alerts.map(({ percent, at }) => (
                  <li key={percent}>
                    {percent} % reached <RelativeTime at={at} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function thresholdWords(thresholds: readonly number[]): string {
  return thresholds.length === 0 ? 'no alerts' : `alerts at ${thresholds.map((percent) => `${percent} %`).join(', ')}`;
}

interface BudgetStateProps {
  limitMicros: number;
  committedMicros: number;
  settledMicros: number;
  remainingMicros: number;
}

function BudgetState({ limitMicros, committedMicros, settledMicros, remainingMicros }: BudgetStateProps) {
  const isFull = remainingMicros <= 0;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="figures flex items-baseline justify-between gap-2">
        <span>
          <span className="text-xl font-semibold">{formatMicros(settledMicros)}</span>
          <span className="text-muted"> spent</span>
          {committedMicros > settledMicros && (
            <span className="text-muted"> + {formatMicros(committedMicros - settledMicros)} reserved</span>
          )}
        </span>
        <span className={isFull ? 'font-medium text-failed' : 'text-muted'}>{formatMicros(Math.max(0, remainingMicros))} left</span>
      </p>
      <BudgetBar limitMicros={limitMicros} countsMicros={settledMicros} wouldCountMicros={committedMicros} isOver={isFull} />
    </div>
  );
}
