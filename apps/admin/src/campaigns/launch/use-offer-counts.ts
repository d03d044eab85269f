import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../gql';

const OfferCountQuery = graphql(`
  query OfferCount($campaignId: ID!, $filter: VariantFilter!) {
    campaign(id: $campaignId) {
      id
      variants(first: 1, filter: $filter) {
        totalCount
      }
    }
  }
`);

interface Offer {
  size: string;
  seconds: number;
  modelId: string;
  /** Whether the plan would send its cells; those of another are counted as blocked. */
  isSent: boolean;
}

/**
 * How many cells of each offer would be launched, or are blocked where none is sent, in the order of the offers (the same array while they are
 * the same); null until all are known.
 */
export function useOfferCounts(campaignId: string, planHash: string, offers: readonly Offer[]): readonly number[] | null {
  const client = useClient();
  const [counted, setCounted] = useState<{ planHash: string; counts: readonly number[] } | null>(null);
  useEffect(() => {
    let dropped = false;
    const count = async ({ size, seconds, modelId, isSent }: Offer) => {
      const filter = {
        phases: [isSent ? ('PLANNED' as const) : ('BLOCKED' as const)],
        sizes: [size],
        seconds: [seconds],
        modelIds: [modelId],
      };
      const { data } = await client.query(OfferCountQuery, { campaignId, filter }, { requestPolicy: 'network-only' }).toPromise();
      return data?.campaign?.variants.totalCount ?? 0;
    };
    void Promise.all(offers.map(count)).then((counts) => dropped || setCounted({ planHash, counts }));
    return () => {
      dropped = true;
    };
  }, [client, campaignId, planHash, offers]);
  return counted?.planHash === planHash ? counted.counts : null;
}
