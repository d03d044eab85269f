import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useQuery } from 'urql';
import { Builder } from '../campaigns/builder/builder.tsx';
import { BuilderLoading } from '../campaigns/builder/builder-loading.tsx';
import { ChoicesFragment } from '../campaigns/builder/choices.ts';
import { readSavedDraft } from '../campaigns/builder/saved-draft.ts';
import { graphql, readFragment } from '../gql';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { NotFoundPage } from './not-found.tsx';

const EditCampaignQuery = graphql(`
  query EditCampaign($id: ID!) {
    ...Choices_Query
    campaign(id: $id) {
      id
      name
      status
      ...SavedDraft_Campaign
    }
  }
`);

/** `/campaigns/:id/edit`: a draft, or a plan that goes back to being one when it is changed. */
export function EditCampaignPage({ campaignId }: { campaignId: string }) {
  const [{ data, error, stale }, refetch] = useQuery({
    query: EditCampaignQuery,
    variables: { id: campaignId },
    requestPolicy: 'network-only',
  });
  const campaign = data?.campaign;
  usePageTitle(campaign ? `Edit ${campaign.name}` : 'Edit campaign');
  if (error && !data) {
    return (
      <div className="pt-6">
        <LoadError error={error} stale={false} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
      </div>
    );
  }
  if (!data || (stale && !campaign)) return <BuilderLoading />;
  if (!campaign) return <NotFoundPage />;
  if (campaign.status !== 'DRAFT' && campaign.status !== 'PLANNED') {
    return (
      <EmptyState
        icon={Lock}
        title="This campaign was launched"
        action={
          <Link to="/campaigns/$campaignId" params={{ campaignId }} className={buttonClass({ look: 'primary' })}>
            Open its matrix
          </Link>
        }
      >
        What is being rendered can no longer be edited. Its cells can still be retried one by one.
      </EmptyState>
    );
  }
  return <Builder choices={readFragment(ChoicesFragment, data)} initial={readSavedDraft(campaign)} campaignId={campaignId} />;
}
