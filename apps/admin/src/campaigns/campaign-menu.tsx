import { Archive, CircleStop, Copy, EllipsisVertical, Shuffle } from 'lucide-react';
import { useState } from 'react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/menu.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { useCampaignSteps } from './campaign-steps.ts';
import { useClone } from './lineage/clone.ts';
import { mayReplan } from './lineage/model-swaps.ts';

export const CampaignMenuFragment = graphql(`
  fragment CampaignMenu_Campaign on Campaign {
    id
    status
    priority
    modelsToRender {
      id
    }
    ...Cancel_Campaign
  }
`);

const PRIORITIES = [
  { value: 'HIGH', word: 'Goes first' },
  { value: 'NORMAL', word: 'Takes its turn' },
  { value: 'LOW', word: 'Lets others go first' },
] as const;

interface CampaignMenuProps {
  campaign: FragmentType<typeof CampaignMenuFragment>;
  onReplan: () => void;
}

/** What is rarely done with a whole campaign; each item is there only where the campaign's status allows it. */
export function CampaignMenu({ campaign, onReplan }: CampaignMenuProps) {
  const shown = readFragment(CampaignMenuFragment, campaign);
  const { prioritize, archive } = useCampaignSteps(shown.id);
  const { busy, clone } = useClone(shown.id);
  const [cancelling, setCancelling] = useState(false);
  const isUnderWay = shown.status === 'RUNNING' || shown.status === 'PAUSED';
  const hasEnded = shown.status === 'COMPLETED' || shown.status === 'CANCELLED';
  return (
    <>
      <Menu trigger={<IconButton icon={EllipsisVertical} label="More" />}>
        {isUnderWay && (
          <>
            <MenuChoices value={shown.priority} choices={PRIORITIES} onChoose={(priority) => void prioritize(priority)} />
            <MenuLine />
          </>
        )}
        {mayReplan(shown.status) && shown.modelsToRender.length > 0 && (
          <MenuItem icon={Shuffle} onSelect={onReplan}>
            Change model…
          </MenuItem>
        )}
        <MenuItem icon={Copy} disabled={busy} onSelect={() => void clone({})}>
          Make a copy to edit
        </MenuItem>
        {isUnderWay && (
          <>
            <MenuLine />
            <MenuItem icon={CircleStop} onSelect={() => setCancelling(true)}>
              Cancel the rest…
            </MenuItem>
          </>
        )}
        {hasEnded && (
          <>
            <MenuLine />
            <MenuItem icon={Archive} onSelect={() => void archive()}>
              Archive
            </MenuItem>
          </>
        )}
      </Menu>
      <CancelDialog campaign={shown} open={cancelling} onOpenChange={setCancelling} />
    </>
  );
}
