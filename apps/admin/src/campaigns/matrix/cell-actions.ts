import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { countOf } from '../../ui/format.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';

const SetVariantsExcludedMutation = graphql(`
  mutation SetVariantsExcluded($input: SetVariantsExcludedInput!) {
    setVariantsExcluded(input: $input) {
      __typename
      ... on SetVariantsExcludedSuccess {
        campaign {
          id
          status
          ...CampaignCounts_Campaign
          ...CampaignCost_Campaign
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const RetryRendersMutation = graphql(`
  mutation RetryRenders($input: RetryRendersInput!) {
    retryRenders(input: $input) {
      __typename
      ... on RetryRendersSuccess {
        retried
        fetchedAgain
        campaign {
          id
          status
          completedAt
          ...CampaignCounts_Campaign
          ...CampaignCost_Campaign
          failures {
            code
            message
            retryable
            count
            fetchable
            retryMicros
            anewMicros
            prompts
          }
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

/** Exclude, include and retry; each says in a toast what came of it and answers whether it was done. */
export function useCellActions(campaignId: string) {
  const [excluding, exclude] = useMutation(SetVariantsExcludedMutation);
  const [retrying, retry] = useMutation(RetryRendersMutation);
  return {
    busy: excluding.fetching || retrying.fetching,
    setExcluded: async (variantIds: string[], excluded: boolean): Promise<boolean> => {
      const { data, error } = await exclude({ input: { campaignId, variantIds, excluded } });
      const refusal = refusalOf(data?.setVariantsExcluded, error);
      if (refusal) toast.error(refusal.message);
      return refusal === null;
    },
    retry: async (which: ({ variantIds: string[] } | { failureCodes: string[] }) & { renderAnew?: boolean }): Promise<boolean> => {
      const { data, error } = await retry({ input: { campaignId, ...which, idempotencyKey: newKey() } });
      const refusal = refusalOf(data?.retryRenders, error);
      if (refusal) toast.error(refusal.message);
      else if (data?.retryRenders.__typename === 'RetryRendersSuccess') toast.success(retriedWords(data.retryRenders));
      return refusal === null;
    },
  };
}

function retriedWords({ retried, fetchedAgain }: { retried: number; fetchedAgain: number }): string {
  const queued = `${countOf(retried, 'render')} back in the queue.`;
  if (fetchedAgain === 0) return queued;
  const fetched = `${countOf(fetchedAgain, 'paid video')} asked for again.`;
  return retried === 0 ? fetched : `${fetched} ${queued}`;
}
