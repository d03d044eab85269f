import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { CampaignHeader } from '../campaigns/campaign-header.tsx';
import { CampaignNotices } from '../campaigns/campaign-notices.tsx';
import { useCampaignProgress } from '../campaigns/campaign-progress.ts';
import { FailuresDrawer } from '../campaigns/failures-drawer.tsx';
import { Holdups } from '../campaigns/holdups.tsx';
import { LaunchDialog } from '../campaigns/launch/launch-dialog.tsx';
import { LineageLine } from '../campaigns/lineage/lineage-line.tsx';
import { ReplanDialog } from '../campaigns/lineage/replan-dialog.tsx';
import { readBoardSearch, type BoardSearch } from '../campaigns/matrix/board-search.ts';
import { Matrix } from '../campaigns/matrix/matrix.tsx';
import { NotPlanned } from '../campaigns/not-planned.tsx';
import { PhaseBar } from '../campaigns/phase-bar.tsx';
import { graphql } from '../gql';
import { useConnection } from '../ui/connection.ts';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { NotFoundPage } from './not-found.tsx';

const CampaignMatrixQuery = graphql(`
  query CampaignMatrix($id: ID!) {
    campaign(id: $id) {
      id
      name
      status
      counts {
        total
        failed
      }
      ...CampaignHeader_Campaign
      ...CampaignNotices_Campaign
      ...Lineage_Campaign
      ...PhaseBar_Campaign
      ...Matrix_Campaign
    }
  }
`);

/** The campaign of the page, kept true while it moves and asked for anew after a lost connection. */
function useMatrixCampaign(campaignId: string) {
  const connection = useConnection();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: CampaignMatrixQuery,
    variables: { id: campaignId },
    requestPolicy: 'cache-and-network',
  });
  const campaign = useKept(data?.campaign, campaignId);
  const askAgain = useCallback(() => refetch({ requestPolicy: 'network-only' }), [refetch]);
  usePageTitle(campaign?.name ?? 'Campaign');
  useCampaignProgress(campaignId, campaign !== undefined && ['PLANNED', 'RUNNING', 'PAUSED'].includes(campaign.status));
  useEffect(() => {
    if (connection.generation > 0) askAgain();
  }, [connection.generation, askAgain]);
  return { campaign, error, fetching, connection, askAgain, isMissing: data?.campaign === null && !error };
}

type Window = 'launch' | 'replan' | 'failures';

/** `/campaigns/:id`: the live matrix of one campaign. */
export function CampaignMatrixPage({ campaignId, search }: { campaignId: string; search: BoardSearch }) {
  const navigate = useNavigate();
  const { campaign, error, fetching, connection, askAgain, isMissing } = useMatrixCampaign(campaignId);
  const [open, setOpen] = useState<Window | null>(null);
  const windowOf = (name: Window) => ({
    campaignId,
    open: open === name,
    onOpenChange: (isOpen: boolean) => setOpen(isOpen ? name : null),
  });
  const onSearch = useCallback(
    (change: Partial<BoardSearch>) =>
      void navigate({
        to: '/campaigns/$campaignId',
        params: { campaignId },
        search: (before) => readBoardSearch({ ...before, ...change }),
        replace: true,
      }),
    [navigate, campaignId],
  );
  const showCells = (change: Partial<BoardSearch>) => {
    setOpen(null);
    onSearch(change);
  };

  if (isMissing) return <NotFoundPage />;
  return (
    <div className="flex h-full flex-col">
      {error && (
        <div className="pt-4">
          <LoadError error={error} stale={campaign !== undefined} onRetry={askAgain} />
        </div>
      )}
      {!campaign && fetching && <Loading />}
      {campaign && (
        <>
          <CampaignHeader
            campaign={campaign}
            connection={connection}
            onLaunch={() => setOpen('launch')}
            onReplan={() => setOpen('replan')}
          />
          <LineageLine campaign={campaign} />
          <CampaignNotices campaign={campaign} onReplan={() => setOpen('replan')} />
          <Holdups campaignId={campaignId} running={campaign.status === 'RUNNING'} />
          <PhaseBar
            campaign={campaign}
            chosen={search.phase ?? []}
            onChoose={(phase) => onSearch({ phase, code: '' })}
            onWhy={() => setOpen('failures')}
          />
          {campaign.counts.total > 0 ? (
            <Matrix campaign={campaign} search={search} onSearch={onSearch} onStale={askAgain} />
          ) : (
            <NotPlanned campaignId={campaignId} />
          )}
          <LaunchDialog {...windowOf('launch')} onLaunched={() => setOpen(null)} />
          <ReplanDialog {...windowOf('replan')} onReplanned={askAgain} />
          <FailuresDrawer
            {...windowOf('failures')}
            failed={campaign.counts.failed}
            onShow={(code) => showCells({ phase: ['FAILED'], code })}
            onShowBlocked={() => showCells({ phase: ['BLOCKED'], code: '' })}
            onReplan={() => setOpen('replan')}
          />
        </>
      )}
    </div>
  );
}

function Loading() {
  return (
    <AfterAMoment>
      <div role="status" aria-label="Loading the campaign" className="flex flex-col gap-4 p-6">
        <Skeleton className="h-7 w-72" />
        <Skeleton className="h-6 w-96 max-w-full" />
        {Array.from({ length: 4 }, (_, row) => (
          <div key={row} className="flex gap-4">
            <Skeleton className="h-28 w-52" />
            {Array.from({ length: 8 }, (_unused, cell) => (
              <Skeleton key={cell} className="h-28 w-16" />
            ))}
          </div>
        ))}
      </div>
    </AfterAMoment>
  );
}
