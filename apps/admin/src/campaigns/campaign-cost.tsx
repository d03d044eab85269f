import { graphql, readFragment, type FragmentType } from '../gql';
import { formatMicros } from '../ui/format.ts';

export const CampaignCostFragment = graphql(`
  fragment CampaignCost_Campaign on Campaign {
    cost {
      estimatedMicros
      heldMicros
      settledMicros
      savedMicros
    }
  }
`);

/** Money in one line: what was spent, what is spoken for, what the plan said; below it what reuse saved. */
export function CampaignCost({ campaign }: { campaign: FragmentType<typeof CampaignCostFragment> }) {
  const { estimatedMicros, heldMicros, settledMicros, savedMicros } = readFragment(CampaignCostFragment, campaign).cost;
  return (
    <span className="figures flex flex-col items-end text-right">
      <span className="font-medium">{formatMicros(settledMicros)}</span>
      <span className="text-sm text-faint">
        {heldMicros > 0 && <>{formatMicros(heldMicros)} held · </>}
        of {formatMicros(estimatedMicros)}
      </span>
      {savedMicros > 0 && <span className="text-sm text-ready">{formatMicros(savedMicros)} saved</span>}
    </span>
  );
}
