import { LoaderCircle, RefreshCw, Rocket } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql, readFragment } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { countOf, formatMicros } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { readCounts } from '../campaign-counts.tsx';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf, type RefusalWords } from '../../ui/refusal.ts';
import { PlanReview } from './plan-review.tsx';
import { PlannedCampaignFragment, usePlan } from './use-plan.ts';

const LaunchMutation = graphql(`
  mutation LaunchCampaign($input: LaunchCampaignInput!) {
    launchCampaign(input: $input) {
      __typename
      ... on LaunchCampaignSuccess {
        campaign {
          id
          status
          launchedAt
          ...CampaignCounts_Campaign
          ...CampaignCost_Campaign
        }
      }
      ... on PlanStale {
        moved
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface LaunchDialogProps {
  campaignId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onLaunched: () => void;
}

/** Plans anew, shows what will be rendered and what it costs, and launches exactly that: the button carries the money. */
export function LaunchDialog({ campaignId, open, onOpenChange, onLaunched }: LaunchDialogProps) {
  const { state, planAgain } = usePlan(campaignId, open);
  const planned = state.kind === 'planned' ? readFragment(PlannedCampaignFragment, state.campaign) : null;
  const wanted = planned ? (readCounts(planned).phases.PLANNED ?? 0) : 0;
  const [launching, launch] = useMutation(LaunchMutation);
  const [refused, setRefused] = useState<(RefusalWords & { moved?: readonly string[] }) | null>(null);
  const [intention, setIntention] = useState({ open, key: newKey() });
  if (intention.open !== open) {
    setIntention({ open, key: newKey() });
    setRefused(null);
  }
  const doLaunch = async () => {
    if (!planned?.plan) return;
    setRefused(null);
    const { data, error } = await launch({ input: { campaignId, planHash: planned.plan.hash, idempotencyKey: intention.key } });
    const refusal = refusalOf(data?.launchCampaign, error);
    if (!refusal) return onLaunched();
    setRefused({ ...refusal, ...(data?.launchCampaign.__typename === 'PlanStale' && { moved: data.launchCampaign.moved }) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Review and launch"
      description="Nothing is spent before you press Launch."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not yet</Button>
          {refused?.code === 'PLAN_STALE' ? (
            <Button look="primary" icon={RefreshCw} onClick={() => (setRefused(null), planAgain())}>
              Plan again
            </Button>
          ) : (
            <Button
              look="primary"
              icon={Rocket}
              disabled={!planned || wanted === 0}
              busy={launching.fetching}
              onClick={() => void doLaunch()}
            >
              {planned?.plan ? `Launch ${countOf(wanted, 'render')} – reserve ${formatMicros(planned.plan.highMicros)}` : 'Launch'}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {state.kind === 'planning' && (
          <p role="status" className="flex items-center gap-2 py-8 text-muted">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            Pricing every cell…
          </p>
        )}
        {state.kind === 'refused' && (
          <Notice look="error" title="This can not be planned yet">
            {state.refusal.message}
          </Notice>
        )}
        {state.kind === 'planned' && <PlanReview campaign={state.campaign} />}
        {refused && (
          <Notice look="error" title="Nothing was launched">
            <p>{refused.message}</p>
            {refused.moved && refused.moved.length > 0 && (
              <ul className="mt-1 list-disc pl-4">
                {refused.moved.map((what) => (
                  <li key={what}>{what}</li>
                ))}
              </ul>
            )}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
