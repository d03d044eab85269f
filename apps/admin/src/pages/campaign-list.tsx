import { Link, useNavigate } from '@tanstack/react-router';
import { Clapperboard, Plus, SearchX } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { CampaignTable } from '../campaigns/list/campaign-table.tsx';
import { ListFilters } from '../campaigns/list/list-filters.tsx';
import type { ListSearch } from '../campaigns/list/list-search.ts';
import { graphql } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { useConnection } from '../ui/connection.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatCount } from '../ui/format.ts';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { usePageTitle } from '../ui/page-title.ts';

const CampaignListQuery = graphql(`
  query CampaignList($status: [CampaignStatus!], $search: String, $after: String) {
    campaigns(first: 50, after: $after, status: $status, search: $search) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          ...CampaignRow_Campaign
        }
      }
    }
  }
`);

/** `/campaigns`: every campaign of the workspace, newest first. */
export function CampaignListPage({ search }: { search: ListSearch }) {
  usePageTitle('Campaigns');
  const navigate = useNavigate();
  const filterKey = JSON.stringify(search);
  const [page, setPage] = useState<{ filterKey: string; after: string | null }>({ filterKey, after: null });
  const after = page.filterKey === filterKey ? page.after : null;
  const [{ data, error, fetching }, refetch] = useQuery({
    query: CampaignListQuery,
    variables: { status: search.status ?? null, search: search.search ?? null, after },
    requestPolicy: 'cache-and-network',
  });
  const { generation } = useConnection();
  useEffect(() => {
    if (generation > 0) refetch({ requestPolicy: 'network-only' });
  }, [generation, refetch]);
  useShortcut({ keys: 'c', says: 'New campaign', group: 'Campaigns' }, () => void navigate({ to: '/campaigns/new' }));

  const campaigns = useKept(data, filterKey)?.campaigns;
  const endCursor = campaigns?.pageInfo.endCursor ?? null;
  const loadMore = useCallback(() => setPage({ filterKey, after: endCursor }), [filterKey, endCursor]);
  const filtered = search.status !== undefined || search.search !== undefined;
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 pt-5 pb-4 sm:px-6">
        <h1 className="text-2xl font-semibold tracking-tight">Campaigns</h1>
        {campaigns && <span className="figures text-muted">{formatCount(campaigns.totalCount)}</span>}
        <div className="grow" />
        <ListFilters search={search} />
        <Link to="/campaigns/new" className={buttonClass({ look: 'primary' })}>
          <Plus aria-hidden className="size-4" />
          New campaign
        </Link>
      </div>
      {error && <LoadError error={error} stale={campaigns !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!campaigns && fetching && <Rows />}
      {campaigns && campaigns.edges.length > 0 && (
        <CampaignTable
          rows={campaigns.edges.map(({ node }) => ({ id: node.id, campaign: node }))}
          hasMore={campaigns.pageInfo.hasNextPage && !fetching}
          onMore={loadMore}
        />
      )}
      {campaigns?.edges.length === 0 &&
        (filtered ? (
          <EmptyState
            icon={SearchX}
            title="No campaign matches"
            action={<Button onClick={() => void navigate({ to: '/campaigns', search: {} })}>Clear filters</Button>}
          >
            Nothing in this workspace fits these filters.
          </EmptyState>
        ) : (
          <EmptyState
            icon={Clapperboard}
            title="Your first campaign starts here"
            action={
              <Link to="/campaigns/new" className={buttonClass({ look: 'primary', size: 'large' })}>
                <Plus aria-hidden className="size-4" />
                New campaign
              </Link>
            }
          >
            Paste prompts, pick presets and sizes, see the price, and press Launch once. Every campaign then shows here with its clips and
            its cost.
          </EmptyState>
        ))}
    </div>
  );
}

function Rows() {
  return (
    <AfterAMoment>
      <div aria-label="Loading campaigns" role="status" className="flex flex-col">
        {Array.from({ length: 8 }, (_, row) => (
          <div key={row} className="flex items-center gap-6 border-b px-6 py-4">
            <Skeleton className="h-4 w-2/5" />
            <Skeleton className="h-4 w-24 max-md:hidden" />
            <Skeleton className="h-4 grow" />
          </div>
        ))}
      </div>
    </AfterAMoment>
  );
}
