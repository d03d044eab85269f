import { useSubscription } from 'urql';
import { graphql } from '../gql';

const CampaignProgressSubscription = graphql(`
  subscription CampaignProgress($campaignId: ID!) {
    campaignProgress(campaignId: $campaignId) {
      campaign {
        id
        status
        launchedAt
        completedAt
        ...CampaignCounts_Campaign
        ...CampaignCost_Campaign
      }
    }
  }
`);

/** Keeps the counts, the cost and the status of one campaign true in the cache while the component stands. */
export function useCampaignProgress(campaignId: string, enabled: boolean): void {
  useSubscription({ query: CampaignProgressSubscription, variables: { campaignId }, pause: !enabled });
}
