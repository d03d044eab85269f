import { Link, useNavigate } from '@tanstack/react-router';
import { CircleAlert, CirclePause, Grid3x3, PencilLine, ShieldAlert, Shuffle } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { CampaignHeader } from '../campaigns/campaign-header.tsx';
import { useCampaignProgress } from '../campaigns/campaign-progress.ts';
import { Holdups } from '../campaigns/holdups.tsx';
import { FailuresDrawer } from '../campaigns/failures-drawer.tsx';
import { LaunchDialog } from '../campaigns/launch/launch-dialog.tsx';
import { LineageLine } from '../campaigns/lineage/lineage-line.tsx';
import { ReplanDialog } from '../campaigns/lineage/replan-dialog.tsx';
import { readBoardSearch, type BoardSearch } from '../campaigns/matrix/board-search.ts';
import { Matrix } from '../campaigns/matrix/matrix.tsx';
import { PhaseChips } from '../campaigns/phase-chips.tsx';
import { graphql } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { useConnection } from '../ui/connection.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatCount } from '../ui/format.ts';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { Notice } from '../ui/notice.tsx';
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
        blocked
        parked
      }
      pausedBecause
      brief {
        models {
          id
          retired
        }
      }
      ...CampaignHeader_Campaign
      ...Lineage_Campaign
      ...PhaseChips_Campaign
      ...Matrix_Campaign
    }
  }
`);

/** `/campaigns/:id`: the live matrix of one campaign. */
export function CampaignMatrixPage({ campaignId, search }: { campaignId: string; search: BoardSearch }) {
  const navigate = useNavigate();
  const connection = useConnection();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: CampaignMatrixQuery,
    variables: { id: campaignId },
    requestPolicy: 'cache-and-network',
  });
  const campaign = useKept(data?.campaign, campaignId);
  usePageTitle(campaign?.name ?? 'Campaign');
  useCampaignProgress(campaignId, campaign !== undefined && ['PLANNED', 'RUNNING', 'PAUSED'].includes(campaign.status));
  const failedCount = campaign?.counts.failed ?? 0;
  const parkedCount = campaign?.counts.parked ?? 0;
  const blockedCount = campaign?.counts.blocked ?? 0;
  useEffect(() => {
    if (connection.generation > 0) refetch({ requestPolicy: 'network-only' });
  }, [connection.generation, refetch]);

  const [launching, setLaunching] = useState(false);
  const [replanning, setReplanning] = useState(false);
  const [showingFailures, setShowingFailures] = useState(false);
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

  if (data?.campaign === null && !error) return <NotFoundPage />;
  return (
    <div className="flex h-full flex-col">
      {error && (
        <div className="pt-4">
          <LoadError error={error} stale={campaign !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
        </div>
      )}
      {!campaign && fetching && <Loading />}
      {campaign && (
        <>
          <CampaignHeader campaign={campaign} connection={connection} onLaunch={() => setLaunching(true)} />
          <LineageLine campaign={campaign} />
          {campaign.status === 'PAUSED' && campaign.pausedBecause != null && (
            <div className="px-4 pt-1 pb-3 sm:px-6">
              <Notice
                look="warning"
                title="Paused"
                action={
                  campaign.brief.models.some(({ retired }) => retired) && (
                    <Button size="small" icon={Shuffle} onClick={() => setReplanning(true)}>
                      Plan onto another model
                    </Button>
                  )
                }
              >
                {campaign.pausedBecause}
              </Notice>
            </div>
          )}
          <Holdups campaignId={campaignId} running={campaign.status === 'RUNNING'} />
          <div className="flex items-start">
            <div className="min-w-0 grow">
              <PhaseChips campaign={campaign} chosen={search.phase ?? []} onChoose={(phase) => onSearch({ phase, code: '' })} />
            </div>
            {parkedCount > 0 && (
              <Link
                to="/waiting"
                search={{ campaign: campaignId }}
                className={`${buttonClass({ size: 'small' })} mr-2 text-parked! ${failedCount + blockedCount === 0 ? 'sm:mr-6' : ''}`}
              >
                <CirclePause aria-hidden className="size-4" />
                <span>
                  Decide<span className="max-sm:hidden"> {formatCount(parkedCount)} parked</span>
                </span>
              </Link>
            )}
            {failedCount + blockedCount > 0 && (
              <Button
                size="small"
                icon={failedCount > 0 ? CircleAlert : ShieldAlert}
                className={`mr-4 sm:mr-6 ${failedCount > 0 ? 'text-failed!' : 'text-blocked!'}`}
                onClick={() => setShowingFailures(true)}
              >
                <span>
                  Why<span className="max-sm:hidden"> {failedCount > 0 ? 'did they fail?' : 'are they blocked?'}</span>
                </span>
              </Button>
            )}
          </div>
          {campaign.counts.total > 0 ? (
            <Matrix campaign={campaign} search={search} onSearch={onSearch} onReopened={() => refetch({ requestPolicy: 'network-only' })} />
          ) : (
            <EmptyState
              icon={Grid3x3}
              title="This campaign is not planned yet"
              action={
                <Link to="/campaigns/$campaignId/edit" params={{ campaignId }} className={buttonClass({ look: 'primary' })}>
                  <PencilLine aria-hidden className="size-4" />
                  Edit the draft
                </Link>
              }
            >
              Finish the draft and plan it; every prompt × preset × size then has its cell here, with its price.
            </EmptyState>
          )}
          <LaunchDialog campaignId={campaignId} open={launching} onOpenChange={setLaunching} onLaunched={() => setLaunching(false)} />
          <ReplanDialog
            campaignId={campaignId}
            open={replanning}
            onOpenChange={setReplanning}
            onReplanned={() => refetch({ requestPolicy: 'network-only' })}
          />
          <FailuresDrawer
            campaignId={campaignId}
            failed={failedCount}
            open={showingFailures}
            onOpenChange={setShowingFailures}
            onShow={(code) => {
              setShowingFailures(false);
              onSearch({ phase: ['FAILED'], code });
            }}
            onShowBlocked={() => {
              setShowingFailures(false);
              onSearch({ phase: ['BLOCKED'], code: '' });
            }}
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
