import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { refusalOf } from '../../ui/refusal.ts';

const SetWinnersMutation = graphql(`
  mutation SetWinners($input: SetWinnersInput!) {
    setWinners(input: $input) {
      __typename
      ... on Refusal {
        code
        message
      }
    }
  }
`);

/** Stars cells, or takes the stars back; answers whether it was done. */
export function useWinners(campaignId: string) {
  const [state, setWinners] = useMutation(SetWinnersMutation);
  return {
    busy: state.fetching,
    setWinners: async (variantIds: string[], isWinner: boolean): Promise<boolean> => {
      const { data, error } = await setWinners({ input: { campaignId, variantIds, isWinner } });
      const refusal = refusalOf(data?.setWinners, error);
      if (refusal) toast.error(refusal.message);
      return refusal === null;
    },
  };
}
