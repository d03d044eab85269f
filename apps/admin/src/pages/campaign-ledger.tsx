import { Link } from '@tanstack/react-router';
import { ArrowLeft, PencilLine, ReceiptText, Wallet } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useCampaignProgress } from '../campaigns/campaign-progress.ts';
import { BudgetList } from '../costs/budget-list.tsx';
import { CorrectDialog } from '../costs/ledger/correct-dialog.tsx';
import { LedgerCsvButton, LedgerTable } from '../costs/ledger/ledger-table.tsx';
import { SetBudgetDialog } from '../costs/set-budget-dialog.tsx';
import { usePages } from '../costs/use-pages.ts';
import { graphql, type DocumentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { CampaignStatusBadge } from '../ui/campaign-status.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatMicros } from '../ui/format.ts';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { NotFoundPage } from './not-found.tsx';

const CampaignLedgerQuery = graphql(`
  query CampaignLedger($id: ID!) {
    viewer {
      may
    }
    campaign(id: $id) {
      id
      name
      status
      cost {
        estimatedMicros
        heldMicros
        spareMicros
        settledMicros
        savedMicros
      }
      budgets {
        id
        ...BudgetRow_Budget
      }
    }
  }
`);

const LedgerEntriesQuery = graphql(`
  query LedgerEntries($id: ID!, $first: Int!, $after: String) {
    campaign(id: $id) {
      id
      ledgerEntries(first: $first, after: $after) {
        nodes {
          balance {
            heldMicros
            settledMicros
          }
          ...LedgerRow_LedgerEntry
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const readEntries = (data: DocumentType<typeof LedgerEntriesQuery>) => data.campaign?.ledgerEntries;

/** `/campaigns/:id/ledger`: every booking of a campaign's money, and the budgets that count it. */
export function CampaignLedgerPage({ campaignId }: { campaignId: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: CampaignLedgerQuery,
    variables: { id: campaignId },
    requestPolicy: 'cache-and-network',
  });
  const kept = useKept(data, campaignId);
  const campaign = kept?.campaign;
  usePageTitle(campaign ? `Ledger of ${campaign.name}` : 'Ledger');
  useCampaignProgress(campaignId, campaign?.status === 'RUNNING' || campaign?.status === 'PAUSED');
  const entries = usePages(LedgerEntriesQuery, { id: campaignId }, readEntries);
  const [dialog, setDialog] = useState<'correct' | 'budget' | null>(null);
  const may = (action: string) => kept?.viewer.may.includes(action) ?? false;
  const refresh = () => {
    refetch({ requestPolicy: 'network-only' });
    entries.refresh();
  };
  if (data?.campaign === null && !error) return <NotFoundPage />;
  const shown = entries.rows ?? [];
  const top = shown[0]?.balance;
  const cost = campaign?.cost;
  const moved = cost && top && (top.heldMicros !== cost.heldMicros || top.settledMicros !== cost.settledMicros);
  return (
    <div className="h-full overflow-y-auto">
      {error && <LoadError error={error} stale={campaign != null} onRetry={refresh} />}
      {!campaign && fetching && (
        <AfterAMoment>
          <div role="status" aria-label="Loading the ledger" className="flex flex-col gap-3 p-6">
            <Skeleton className="h-7 w-72" />
            <Skeleton className="h-64" />
          </div>
        </AfterAMoment>
      )}
      {campaign && cost && (
        <div className="flex flex-col gap-5 px-4 pt-4 pb-10 sm:px-6">
          <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <div className="flex max-w-full min-w-0 items-center gap-2">
              <Link
                to="/campaigns/$campaignId"
                params={{ campaignId }}
                aria-label={`Back to ${campaign.name}`}
                className="-ml-1 grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
              >
                <ArrowLeft aria-hidden className="size-4" />
              </Link>
              <h1 className="flex min-w-0 gap-1.5 text-2xl font-semibold tracking-tight" title={campaign.name}>
                <span className="truncate">{campaign.name}</span> <span className="font-normal text-muted">ledger</span>
              </h1>
            </div>
            <CampaignStatusBadge status={campaign.status} />
            <div className="grow" />
            {may('budget.write') && (
              <Button icon={Wallet} onClick={() => setDialog('budget')}>
                Set a budget
              </Button>
            )}
            {may('ledger.adjust') && (
              <Button icon={PencilLine} disabled={shown.length === 0} onClick={() => setDialog('correct')}>
                Correct…
              </Button>
            )}
            {shown.length > 0 && <LedgerCsvButton campaign={campaign} entries={shown} />}
          </header>
          <Summary {...cost} />
          {campaign.budgets.length > 0 && (
            <section aria-label="Budgets that count it">
              <BudgetList budgets={campaign.budgets} mayWrite={may('budget.write')} onChanged={refresh} />
            </section>
          )}
          {entries.error && <LoadError error={entries.error} stale={shown.length > 0} onRetry={entries.refresh} />}
          {moved && !entries.fetching && (
            <Button size="small" className="self-center rounded-full" onClick={entries.refresh}>
              New entries – show
            </Button>
          )}
          {shown.length > 0 && <LedgerTable campaign={campaign} entries={shown} />}
          {entries.rows?.length === 0 && (
            <EmptyState icon={ReceiptText} title="Nothing was booked yet">
              A launch reserves its money here; every render then settles at its real cost, and what is left returns to the budgets.
            </EmptyState>
          )}
          {entries.hasMore && (
            <Button className="self-start" busy={entries.fetching} onClick={entries.more}>
              Show older entries
            </Button>
          )}
          <CorrectDialog
            campaignId={campaignId}
            settledMicros={cost.settledMicros}
            open={dialog === 'correct'}
            onOpenChange={(open) => setDialog(open ? 'correct' : null)}
            onCorrected={refresh}
          />
          <SetBudgetDialog
            campaign={campaign}
            open={dialog === 'budget'}
            onOpenChange={(open) => setDialog(open ? 'budget' : null)}
            onSet={refresh}
          />
        </div>
      )}
    </div>
  );
}

interface SummaryProps {
  estimatedMicros: number;
  heldMicros: number;
  spareMicros: number;
  settledMicros: number;
  savedMicros: number;
}

function Summary({ estimatedMicros, heldMicros, spareMicros, settledMicros, savedMicros }: SummaryProps) {
  const facts: readonly (readonly [string, string])[] = [
    ['Spent', formatMicros(settledMicros)],
    ['Held', formatMicros(heldMicros) + (spareMicros > 0 ? `, ${formatMicros(spareMicros)} of it spare` : '')],
    ['Saved by reuse', formatMicros(savedMicros)],
    ['The plan said', formatMicros(estimatedMicros)],
  ];
  return (
    <dl className="figures flex flex-wrap gap-x-8 gap-y-2">
      {facts.map(([term, says]) => (
        <div key={term}>
          <dt className="text-sm text-muted">{term}</dt>
          <dd className="text-lg font-semibold">{says}</dd>
        </div>
      ))}
    </dl>
  );
}
