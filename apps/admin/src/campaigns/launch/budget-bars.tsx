import { graphql, readFragment, type FragmentType } from '../../gql';
import { BudgetBar } from '../../ui/budget-bar.tsx';
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
            <BudgetBar limitMicros={budget.limitMicros} countsMicros={beforeMicros} wouldCountMicros={afterMicros} isOver={!fits} />
          </li>
        );
      })}
    </ul>
  );
}
