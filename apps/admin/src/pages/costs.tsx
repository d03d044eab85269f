import { Plus, Wallet } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { BudgetList } from '../costs/budget-list.tsx';
import { SetBudgetDialog } from '../costs/set-budget-dialog.tsx';
import { graphql } from '../gql';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatCount, formatMoment } from '../ui/format.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

const CostsQuery = graphql(`
  query Costs {
    viewer {
      may
      user {
        id
        name
      }
      workspace {
        id
        limits {
          edition
          rendersPerDay
          rendersToday
          resetsAt
        }
      }
    }
    budgets {
      id
      ...BudgetRow_Budget
    }
  }
`);

/** `/costs`: budgets, and what the edition allows today. */
export function CostsPage() {
  usePageTitle('Costs');
  const [{ data, error, fetching }, refetch] = useQuery({ query: CostsQuery, requestPolicy: 'cache-and-network' });
  const [setting, setSetting] = useState(false);
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  const limits = data?.viewer.workspace.limits;
  const mayWrite = data?.viewer.may.includes('budget.write') ?? false;
  const add = mayWrite && (
    <Button look="primary" icon={Plus} onClick={() => setSetting(true)}>
      Set a budget
    </Button>
  );
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 pt-5 pb-4 sm:px-6">
        <h1 className="text-2xl font-semibold tracking-tight">Costs</h1>
        {limits && (
          <p className="figures text-muted">
            {formatCount(limits.rendersToday)}{' '}
            {limits.rendersPerDay === null ? 'renders today' : `of ${formatCount(limits.rendersPerDay ?? 0)} renders today`}
            <span className="text-faint"> · counts anew {formatMoment(limits.resetsAt)}</span>
          </p>
        )}
        <div className="grow" />
        {data && data.budgets.length > 0 && add}
      </div>
      {error && <LoadError error={error} stale={data !== undefined} onRetry={refresh} />}
      {!data && fetching && (
        <AfterAMoment>
          <div className="grid gap-3 px-4 sm:grid-cols-3 sm:px-6">
            <Skeleton className="h-36" />
            <Skeleton className="h-36" />
          </div>
        </AfterAMoment>
      )}
      {data && data.budgets.length > 0 && (
        <div className="px-4 pb-8 sm:px-6">
          <BudgetList budgets={data.budgets} mayWrite={mayWrite} onChanged={refresh} />
        </div>
      )}
      {data?.budgets.length === 0 && (
        <EmptyState icon={Wallet} title="No budget yet" action={add}>
          Launches are only limited by what they say they cost. Set a limit a day or a month, for the workspace or for a person.
        </EmptyState>
      )}
      {data && <SetBudgetDialog me={data.viewer.user} open={setting} onOpenChange={setSetting} onSet={refresh} />}
    </div>
  );
}
