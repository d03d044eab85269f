import { Shuffle } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useNow } from '../ui/now.ts';
import { byRetirement, mayReplan, type DatedModel } from './lineage/model-swaps.ts';

export const CampaignNoticesFragment = graphql(`
  fragment CampaignNotices_Campaign on Campaign {
    status
    pausedBecause
    modelsToRender {
      id
      name
      retired
      retiresOn
    }
  }
`);

interface CampaignNoticesProps {
  campaign: FragmentType<typeof CampaignNoticesFragment>;
  onReplan: () => void;
}

/** Why the house paused a campaign, and which of its models have retired or soon will, with the way to another one. */
export function CampaignNotices({ campaign, onReplan }: CampaignNoticesProps) {
  const { status, pausedBecause, modelsToRender } = readFragment(CampaignNoticesFragment, campaign);
  const { retired, ending } = byRetirement(modelsToRender, useNow(60_000));
  const replan = (
    <Button size="small" icon={Shuffle} onClick={onReplan}>
      Change model…
    </Button>
  );
  const isPaused = status === 'PAUSED' && pausedBecause !== null;
  const says = mayReplan(status) ? retirementWords(retired, ending) : null;
  if (!isPaused && says === null) return null;
  return (
    <div className="flex flex-col gap-2 px-4 pt-1 pb-3 sm:px-6">
      {isPaused && (
        <Notice look="warning" title="Paused" action={retired.length > 0 && replan}>
          {pausedBecause}
        </Notice>
      )}
      {says !== null && !(isPaused && retired.length > 0 && ending.length === 0) && (
        <Notice look="warning" title={says.title} action={!(isPaused && retired.length > 0) && replan}>
          {says.sentence}
        </Notice>
      )}
    </div>
  );
}

/** What retirement means for the cells that are left; null where no model of theirs ends. */
function retirementWords(retired: readonly DatedModel[], ending: readonly DatedModel[]): { title: string; sentence: string } | null {
  if (ending.length > 0) {
    return {
      title: ending.map(({ name, retiresOn }) => `${name} retires on ${retiresOn}`).join(', '),
      sentence: 'What is not rendered by then will not be. Move what is left onto another model, or have it rendered before.',
    };
  }
  if (retired.length === 0) return null;
  return {
    title: `${retired.map(({ name }) => name).join(' and ')} retired`,
    sentence: 'Cells that are left on it can not be rendered or tried again. Move them onto another model.',
  };
}
