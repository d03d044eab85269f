import { CircleStop, EllipsisVertical, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../gql';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { countOf, formatMicros } from '../ui/format.ts';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/menu.tsx';
import { Notice } from '../ui/notice.tsx';
import { readCounts } from './campaign-counts.tsx';
import { refusalOf } from '../ui/refusal.ts';

export const CampaignControlsFragment = graphql(`
  fragment CampaignControls_Campaign on Campaign {
    id
    name
    status
    priority
    ...CampaignCounts_Campaign
  }
`);

const PauseMutation = graphql(`
  mutation PauseCampaign($campaignId: ID!) {
    pauseCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on PauseCampaignSuccess {
        alreadyRunning {
          count
          micros
        }
        campaign {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const ResumeMutation = graphql(`
  mutation ResumeCampaign($campaignId: ID!) {
    resumeCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on ResumeCampaignSuccess {
        campaign {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const PriorityMutation = graphql(`
  mutation SetCampaignPriority($campaignId: ID!, $priority: CampaignPriority!) {
    setCampaignPriority(input: { campaignId: $campaignId, priority: $priority }) {
      __typename
      ... on SetCampaignPrioritySuccess {
        campaign {
          id
          priority
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const PRIORITIES = [
  { value: 'HIGH', word: 'Goes first' },
  { value: 'NORMAL', word: 'Takes its turn' },
  { value: 'LOW', word: 'Lets others go first' },
] as const;

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

/** Pause, resume, cancel: with honest words about what is already running. */
export function CampaignControls({ campaign }: { campaign: FragmentType<typeof CampaignControlsFragment> }) {
  const shown = readFragment(CampaignControlsFragment, campaign);
  const [pausing, pause] = useMutation(PauseMutation);
  const [resuming, resume] = useMutation(ResumeMutation);
  const [, prioritise] = useMutation(PriorityMutation);
  const [asking, setAsking] = useState(false);
  if (shown.status !== 'RUNNING' && shown.status !== 'PAUSED') return null;

  const doPause = async () => {
    const { data, error } = await pause({ campaignId: shown.id });
    const refusal = refusalOf(data?.pauseCampaign, error);
    if (refusal) return void toast.error(refusal.message);
    if (data?.pauseCampaign.__typename !== 'PauseCampaignSuccess') return;
    const { count, micros } = data.pauseCampaign.alreadyRunning;
    toast.success(
      count > 0
        ? `Paused. ${countOf(count, 'render')} already running will still finish and may be billed, up to ${formatMicros(micros)}.`
        : 'Paused. Nothing more is sent.',
    );
  };
  const choosePriority = async (priority: (typeof PRIORITIES)[number]['value']) => {
    const { data, error } = await prioritise({ campaignId: shown.id, priority });
    const refusal = refusalOf(data?.setCampaignPriority, error);
    if (refusal) toast.error(refusal.message);
  };
  const doResume = async () => {
    const { data, error } = await resume({ campaignId: shown.id });
    const refusal = refusalOf(data?.resumeCampaign, error);
    if (refusal) toast.error(refusal.message);
  };
  return (
    <>
      {shown.status === 'RUNNING' ? (
        <Button icon={Pause} busy={pausing.fetching} onClick={() => void doPause()}>
          Pause
        </Button>
      ) : (
        <Button look="primary" icon={Play} busy={resuming.fetching} onClick={() => void doResume()}>
          Resume
        </Button>
      )}
      <Menu trigger={<IconButton icon={EllipsisVertical} label="More" />}>
        <MenuChoices value={shown.priority} choices={PRIORITIES} onChoose={(priority) => void choosePriority(priority)} />
        <MenuLine />
        <MenuItem icon={CircleStop} onSelect={() => setAsking(true)}>
          Cancel the rest…
        </MenuItem>
      </Menu>
      <CancelDialog campaign={shown} open={asking} onOpenChange={setAsking} />
    </>
  );
}

type Shown = DocumentType<typeof CampaignControlsFragment>;

function CancelDialog({ campaign, open, onOpenChange }: { campaign: Shown; open: boolean; onOpenChange: (open: boolean) => void }) {
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
