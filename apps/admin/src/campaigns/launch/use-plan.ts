import { useEffect, useState } from 'react';
import { useClient, type Client } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { refusalOf, type RefusalWords } from '../../ui/refusal.ts';

const PLAN_POLL_MS = 400;

export const PlannedCampaignFragment = graphql(`
  fragment PlannedCampaign_Campaign on Campaign {
    id
    name
    status
    plan {
      hash
      estimateMicros
      complete
      highMicros
      blocked {
        verdict
        note
        count
      }
      warnings {
        code
        message
        cells
      }
      ...MoneyLines_Plan
      ...BudgetBars_Plan
    }
    axes {
      offers {
        n
        size
        seconds
        priceMicros
        verdict
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
  const [round, setRound] = useState({ open, number: 0 });
  const [found, setFound] = useState<{ round: number; state: PlanState } | null>(null);
  const planAgain = () => setRound({ open, number: round.number + 1 });
  if (round.open !== open) planAgain();
  useEffect(() => {
    if (!open) return undefined;
    const asked = new AbortController();
    const plan = async () => {
      const state = await planCampaign(client, campaignId, asked.signal);
      if (!asked.signal.aborted) setFound({ round: round.number, state });
    };
    void plan();
    return () => asked.abort();
  }, [client, campaignId, open, round.number]);
  return { state: found?.round === round.number ? found.state : { kind: 'planning' }, planAgain };
}

async function planCampaign(client: Client, campaignId: string, signal: AbortSignal): Promise<PlanState> {
  const { data, error } = await client.mutation(PlanCampaignMutation, { campaignId }).toPromise();
  const refusal = refusalOf(data?.planCampaign, error);
  if (refusal) return { kind: 'refused', refusal };
  if (data?.planCampaign.__typename !== 'PlanCampaignSuccess') return { kind: 'planning' };
  let campaign: FragmentType<typeof PlannedCampaignFragment> = data.planCampaign.campaign;
  while (!signal.aborted && readFragment(PlannedCampaignFragment, campaign).plan?.complete === false) {
    await new Promise((resolve) => setTimeout(resolve, PLAN_POLL_MS));
    const next = await client.query(PlanProgressQuery, { campaignId }, { requestPolicy: 'network-only' }).toPromise();
    if (next.data?.campaign) campaign = next.data.campaign;
  }
  return { kind: 'planned', campaign };
}
