import { useQuery } from 'urql';
import { Builder } from '../campaigns/builder/builder.tsx';
import { BuilderLoading } from '../campaigns/builder/builder-loading.tsx';
import { ChoicesFragment } from '../campaigns/builder/choices.ts';
import { newDraft } from '../campaigns/builder/draft.ts';
import { graphql, readFragment } from '../gql';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';

const NewCampaignQuery = graphql(`
  query NewCampaign {
    ...Choices_Query
  }
`);

/** `/campaigns/new`: from nothing to a plan. */
export function NewCampaignPage() {
  usePageTitle('New campaign');
  const [{ data, error }, refetch] = useQuery({ query: NewCampaignQuery });
  if (error && !data) {
    return (
      <div className="pt-6">
        <LoadError error={error} stale={false} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
      </div>
    );
  }
  if (!data) return <BuilderLoading />;
  const choices = readFragment(ChoicesFragment, data);
  return <Builder choices={choices} initial={newDraft(choices)} campaignId={null} />;
}
