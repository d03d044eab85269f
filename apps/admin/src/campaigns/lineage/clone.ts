import type { Verdict } from '@dailies/schema';
import { useNavigate } from '@tanstack/react-router';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';

const CloneCampaignMutation = graphql(`
  mutation CloneCampaign($input: CloneCampaignInput!) {
    cloneCampaign(input: $input) {
      __typename
      ... on CloneCampaignSuccess {
        campaign {
          id
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

/** Which cells' prompts are copied; nothing said: the whole campaign. */
export interface CloneWish {
  failureCodes?: string[];
  verdicts?: Uppercase<Verdict>[];
}

/** Copies a campaign, or the prompts of some of its cells, into a draft and opens it in the builder. */
export function useClone(campaignId: string) {
  const navigate = useNavigate();
  const [{ fetching }, send] = useMutation(CloneCampaignMutation);
  return {
    busy: fetching,
    clone: async (wish: CloneWish): Promise<void> => {
      const { data, error } = await send({ input: { campaignId, ...wish, idempotencyKey: newKey() } });
      const refusal = refusalOf(data?.cloneCampaign, error);
      if (refusal) return void toast.error(refusal.message);
      if (data?.cloneCampaign.__typename !== 'CloneCampaignSuccess') return;
      toast.success('This is a copy: the campaign you came from stays as it is.');
      void navigate({ to: '/campaigns/$campaignId/edit', params: { campaignId: data.cloneCampaign.campaign.id } });
    },
  };
}
