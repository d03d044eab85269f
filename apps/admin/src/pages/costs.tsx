import { Plus, Wallet } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { AlertNotice } from '../costs/alerts.tsx';
import { BudgetList } from '../costs/budget-list.tsx';
import { CampaignCosts } from '../costs/campaign-costs.tsx';
import { CostTotals } from '../costs/cost-totals.tsx';
import type { CostsSearch } from '../costs/costs-search.ts';
import { LimitsStrip } from '../costs/limits-strip.tsx';
import { SetBudgetDialog } from '../costs/set-budget-dialog.tsx';
import { graphql } from '../gql';
import { Button } from '../ui/button.tsx';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

const CostsQuery = graphql(`
  query Costs {
    viewer {
      may
      workspace {
        id
        ...LimitsStrip_Workspace
        ...CostTotals_Workspace
      }
    }
    budgets {
      id
      ...BudgetRow_Budget
      ...BudgetAlerts_Budget
    }
  }
`);

/** `/costs`: what was spent and saved, what the edition allows today, budgets with their alerts, and money by campaign. */
export function CostsPage({ search }: { search: CostsSearch }) {
  usePageTitle('Costs');
  const [{ data, error, fetching }, refetch] = useQuery({ query: CostsQuery, requestPolicy: 'cache-and-network' });
  const shown = useKept(data, 'costs');
  const [setting, setSetting] = useState(false);
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  const mayWrite = shown?.viewer.may.includes('budget.write') ?? false;
  const add = mayWrite && (
    <Button look="primary" icon={Plus} onClick={() => setSetting(true)}>
      Set a budget
    </Button>
  );
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 pt-5 pb-4 sm:px-6">
        <h1 className="text-2xl font-semibold tracking-tight">Costs</h1>
        <div className="grow" />
        {add}
      </div>
      {error && <LoadError error={error} stale={shown !== undefined} onRetry={refresh} />}
      {!shown && fetching && (
        <AfterAMoment>
          <div className="grid gap-3 px-4 sm:grid-cols-3 sm:px-6">
            <Skeleton className="h-36" />
            <Skeleton className="h-36" />
          </div>
        </AfterAMoment>
      )}
      {shown && (
        <div className="flex flex-col gap-6 px-4 pb-10 sm:px-6">
          <AlertNotice budgets={shown.budgets} />
          <CostTotals workspace={shown.viewer.workspace} />
          <LimitsStrip workspace={shown.viewer.workspace} />
          <section aria-labelledby="budgets">
            <h2 id="budgets" className="mb-2 text-lg font-semibold">
              Budgets
            </h2>
            {shown.budgets.length > 0 ? (
              <BudgetList budgets={shown.budgets} mayWrite={mayWrite} onChanged={refresh} />
            ) : (
              <div className="flex items-start gap-3 rounded-xl border border-dashed border-line-strong px-4 py-4">
                <Wallet aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
                <div>
                  <p className="font-medium">No budget yet</p>
                  <p className="text-muted">
                    Launches are only limited by what they say they cost. Set a limit for the whole team, a person or a campaign.
                  </p>
                </div>
              </div>
            )}
          </section>
          <CampaignCosts search={search} />
        </div>
      )}
      <SetBudgetDialog open={setting} onOpenChange={setSetting} onSet={refresh} />
    </div>
  );
}
