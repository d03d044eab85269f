import { CircleStop } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { countOf, formatMicros } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { refusalOf } from '../ui/refusal.ts';
import { readCounts } from './campaign-counts.tsx';

export const CancelFragment = graphql(`
  fragment Cancel_Campaign on Campaign {
    id
    name
    ...CampaignCounts_Campaign
  }
`);

const CancelMutation = graphql(`
  mutation CancelCampaign($campaignId: ID!) {
    cancelCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on CancelCampaignSuccess {
        campaign {
          id
          status
          ...CampaignCounts_Campaign
          ...CampaignCost_Campaign
        }
        alreadyRunning {
          count
          micros
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface CancelDialogProps {
  campaign: FragmentType<typeof CancelFragment>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before the rest of a campaign is given up, with honest words about what runs already. */
export function CancelDialog({ campaign: given, open, onOpenChange }: CancelDialogProps) {
  const campaign = readFragment(CancelFragment, given);
  const [cancelling, cancel] = useMutation(CancelMutation);
  const [refused, setRefused] = useState<string | null>(null);
  const { phases } = readCounts(campaign);
  const waiting = phases.QUEUED ?? 0;
  const running = (phases.RENDERING ?? 0) + (phases.FINALIZING ?? 0);
  const doCancel = async () => {
    const { data, error } = await cancel({ campaignId: campaign.id });
    const refusal = refusalOf(data?.cancelCampaign, error);
    setRefused(refusal?.message ?? null);
    if (refusal) return;
    onOpenChange(false);
    if (data?.cancelCampaign.__typename !== 'CancelCampaignSuccess') return;
    const { count, micros } = data.cancelCampaign.alreadyRunning;
    toast.success(
      count > 0
        ? `Cancelled. ${countOf(count, 'render')} already running may still be billed, up to ${formatMicros(micros)}.`
        : 'Cancelled. Nothing more is billed.',
    );
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel the rest of “${campaign.name}”?`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep going</Button>
          <Button look="danger" icon={CircleStop} busy={cancelling.fetching} onClick={() => void doCancel()}>
            Cancel {countOf(waiting, 'render')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ul className="list-disc space-y-1 pl-4">
          <li>{countOf(waiting, 'render')} still waiting will not be sent; the money held for them is released.</li>
          <li>
            {running === 0
              ? 'Nothing is running at the provider.'
              : `${countOf(running, 'render')} already running ${running === 1 ? 'is' : 'are'} stopped where the provider can; where it can not, they finish and are billed.`}
          </li>
          <li>{countOf(phases.READY ?? 0, 'finished clip')} stay as they are.</li>
        </ul>
        {refused !== null && <Notice look="error">{refused}</Notice>}
      </div>
    </Dialog>
  );
}
