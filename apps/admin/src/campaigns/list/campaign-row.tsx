import { Link } from '@tanstack/react-router';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { CampaignStatusBadge } from '../../ui/campaign-status.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { CampaignCost } from '../campaign-cost.tsx';
import { CampaignCounts } from '../campaign-counts.tsx';
import { useCampaignProgress } from '../campaign-progress.ts';

export const CampaignRowFragment = graphql(`
  fragment CampaignRow_Campaign on Campaign {
    id
    name
    status
    createdAt
    createdBy {
      id
      name
    }
    ...CampaignCounts_Campaign
    ...CampaignCost_Campaign
  }
`);

/** The columns of the list, shared by its head and its rows; on a phone a row is a small card. */
export const ROW_GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1.5 px-4 sm:px-6 md:grid-cols-[minmax(0,1fr)_7rem_minmax(0,13rem)_10rem_7rem]';

/** One campaign: name, status, counts, cost, age. The whole row leads to it. `live` keeps it moving while it runs. */
export function CampaignRow({ campaign, live }: { campaign: FragmentType<typeof CampaignRowFragment>; live: boolean }) {
  const row = readFragment(CampaignRowFragment, campaign);
  useCampaignProgress(row.id, live && row.status === 'RUNNING');
  return (
    <div role="row" className={`${ROW_GRID} group relative min-h-14 border-b py-2.5 hover:bg-hover/60`}>
      <div role="cell" className="min-w-0">
        <Link
          to={row.status === 'DRAFT' ? '/campaigns/$campaignId/edit' : '/campaigns/$campaignId'}
          params={{ campaignId: row.id }}
          className="block truncate text-lg font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text"
        >
          {row.name}
        </Link>
      </div>
      <div role="cell">
        <CampaignStatusBadge status={row.status} />
      </div>
      <div role="cell" className="min-w-0">
        <CampaignCounts campaign={row} />
      </div>
      <div role="cell">
        <CampaignCost campaign={row} />
      </div>
      <div role="cell" className="text-muted max-md:hidden">
        <span className="relative">
          <RelativeTime at={row.createdAt} />
        </span>
        {row.createdBy && <span className="block truncate text-sm text-faint">{row.createdBy.name}</span>}
      </div>
    </div>
  );
}
