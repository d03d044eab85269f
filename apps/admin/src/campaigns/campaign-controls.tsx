import { Pause, Play } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { CampaignMenu } from './campaign-menu.tsx';
import { useCampaignSteps } from './campaign-steps.ts';

export const CampaignControlsFragment = graphql(`
  fragment CampaignControls_Campaign on Campaign {
    id
    status
    ...CampaignMenu_Campaign
  }
`);

interface ControlsProps {
  campaign: FragmentType<typeof CampaignControlsFragment>;
  onReplan: () => void;
}

/** Pause and resume at hand, all else in the menu beside them. */
export function CampaignControls({ campaign, onReplan }: ControlsProps) {
  const shown = readFragment(CampaignControlsFragment, campaign);
  const { pausing, pause, resuming, resume } = useCampaignSteps(shown.id);
  return (
    <>
      {shown.status === 'RUNNING' && (
        <Button icon={Pause} busy={pausing} onClick={() => void pause()}>
          Pause
        </Button>
      )}
      {shown.status === 'PAUSED' && (
        <Button look="primary" icon={Play} busy={resuming} onClick={() => void resume()}>
          Resume
        </Button>
      )}
      <CampaignMenu campaign={shown} onReplan={onReplan} />
    </>
  );
}
