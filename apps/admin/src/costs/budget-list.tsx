import { Trash2 } from 'lucide-react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { BudgetBar } from '../ui/budget-bar.tsx';
import { IconButton } from '../ui/button.tsx';
import { formatMicros, formatMoment } from '../ui/format.ts';
import { refusalOf } from '../ui/refusal.ts';

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
    user {
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

const PERIODS = { DAY: 'a day', MONTH: 'a month', TOTAL: 'in all' } as const;

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
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {budgets.map((one) => {
        const budget = readFragment(BudgetFragment, one);
        return (
          <li key={budget.id} className="flex flex-col gap-3 rounded-xl border bg-surface p-4">
            <div className="flex items-start justify-between gap-2">
              <div>
                <h2 className="font-semibold">
                  {{ WORKSPACE: 'Workspace', USER: budget.user?.name ?? 'Person', CAMPAIGN: 'Campaign' }[budget.scope]}
                </h2>
                <p className="figures text-sm text-muted">
                  {formatMicros(budget.limitMicros)} {PERIODS[budget.period]}
                </p>
              </div>
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
              {budget.resetsAt ? `Begins anew ${formatMoment(budget.resetsAt)}` : 'Never begins anew'} · alerts at{' '}
              {budget.thresholds.map((percent) => `${percent} %`).join(', ')}
            </p>
          </li>
        );
      })}
    </ul>
  );
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
