import { graphql, readFragment, type FragmentType } from '../../gql';
import { classNames } from '../../ui/class-names.ts';
import { formatMicros } from '../../ui/format.ts';

export const BudgetBarsFragment = graphql(`
  fragment BudgetBars_Plan on Plan {
    budgets {
      beforeMicros
      afterMicros
      fits
      budget {
        id
        scope
        period
        limitMicros
        user {
          id
          name
        }
      }
    }
  }
`);

const PERIODS = { DAY: 'today', MONTH: 'this month', TOTAL: 'in all' } as const;

/** Every budget this launch counts on, before and after. */
export function BudgetBars({ plan }: { plan: FragmentType<typeof BudgetBarsFragment> }) {
  const { budgets } = readFragment(BudgetBarsFragment, plan);
  if (budgets.length === 0) return null;
  return (
    <ul className="flex flex-col gap-3" aria-label="Budgets">
      {budgets.map(({ budget, beforeMicros, afterMicros, fits }) => {
        const share = (micros: number) => `${budget.limitMicros === 0 ? 100 : Math.min(100, (100 * micros) / budget.limitMicros)}%`;
        const whose = { WORKSPACE: 'Workspace', USER: budget.user?.name ?? 'Person', CAMPAIGN: 'This campaign' }[budget.scope];
        return (
          <li key={budget.id} className="flex flex-col gap-1">
            <span className="figures flex items-baseline justify-between gap-3 text-sm">
              <span className="text-muted">
                {whose}, {PERIODS[budget.period]}
              </span>
              <span className={fits ? '' : 'font-medium text-failed'}>
                {formatMicros(beforeMicros)} → {formatMicros(afterMicros)}
                <span className="font-normal text-faint"> of {formatMicros(budget.limitMicros)}</span>
              </span>
            </span>
            <span aria-hidden className="relative h-1.5 overflow-hidden rounded-full bg-hover">
              <span
                className={classNames('absolute inset-y-0 left-0', fits ? 'bg-accent/35' : 'bg-failed/60')}
                style={{ width: share(afterMicros) }}
              />
              <span className="absolute inset-y-0 left-0 bg-accent" style={{ width: share(beforeMicros) }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
