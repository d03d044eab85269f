import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { refusalOf, type RefusalWords } from '../refusal.ts';

const PLAN_POLL_MS = 400;

export const PlannedCampaignFragment = graphql(`
  fragment PlannedCampaign_Campaign on Campaign {
    id
    name
    status
    brief {
      axisMode
    }
    plan {
      hash
      estimateMicros
      complete
      blocked {
        verdict
        note
        count
      }
    }
    axes {
      promptCount
      presetCount
      prompts {
        n
        key
        text
      }
      presets {
        place
        name
      }
      offers {
        n
        size
        seconds
        priceMicros
        model {
          id
          name
          tier
        }
      }
    }
    ...CampaignCounts_Campaign
    ...CampaignCost_Campaign
  }
`);

const PlanCampaignMutation = graphql(`
  mutation PlanCampaign($campaignId: ID!) {
    planCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on PlanCampaignSuccess {
        campaign {
          ...PlannedCampaign_Campaign
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const PlanProgressQuery = graphql(`
  query PlanProgress($campaignId: ID!) {
    campaign(id: $campaignId) {
      ...PlannedCampaign_Campaign
    }
  }
`);

export type PlanState =
  | { kind: 'planning' }
  | { kind: 'refused'; refusal: RefusalWords }
  | { kind: 'planned'; campaign: FragmentType<typeof PlannedCampaignFragment> };

/** Plans the campaign anew whenever `open` turns true, and follows a large plan until all its cells are written. */
export function usePlan(campaignId: string, open: boolean): { state: PlanState; planAgain: () => void } {
  const client = useClient();
  const [state, setState] = useState<PlanState>({ kind: 'planning' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!open) return undefined;
    let dropped = false;
    const plan = async () => {
      setState({ kind: 'planning' });
      const { data, error } = await client.mutation(PlanCampaignMutation, { campaignId }).toPromise();
      const refusal = refusalOf(data?.planCampaign, error);
      if (dropped) return;
      if (refusal) return setState({ kind: 'refused', refusal });
      if (data?.planCampaign.__typename !== 'PlanCampaignSuccess') return;
      let campaign: FragmentType<typeof PlannedCampaignFragment> = data.planCampaign.campaign;
      while (readFragment(PlannedCampaignFragment, campaign).plan?.complete === false) {
        await new Promise((resolve) => setTimeout(resolve, PLAN_POLL_MS));
        if (dropped) return;
        const next = await client.query(PlanProgressQuery, { campaignId }, { requestPolicy: 'network-only' }).toPromise();
        if (next.data?.campaign) campaign = next.data.campaign;
      }
      if (!dropped) setState({ kind: 'planned', campaign });
    };
    void plan();
    return () => {
      dropped = true;
    };
  }, [client, campaignId, open, round]);
  return { state, planAgain: useCallback(() => setRound((before) => before + 1), []) };
}
