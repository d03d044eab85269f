import type { CampaignStatus } from '@dailies/schema';
import { Pause } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql, readFragment } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/now.ts';
import { ChoicesFragment, type ModelChoice } from '../builder/choices.ts';
import { useCampaignSteps } from '../campaign-steps.ts';
import { FrameChoice } from './frame-choice.tsx';
import { byRetirement, swapsOf, type DatedModel } from './model-swaps.ts';
import { Comparison } from './replan-comparison.tsx';

const ReplanChoicesQuery = graphql(`
  query ReplanChoices($campaignId: ID!) {
    campaign(id: $campaignId) {
      id
      status
      modelsToRender {
        id
        name
        retired
        retiresOn
      }
    }
    ...Choices_Query
  }
`);

interface ReplanDialogProps {
  campaignId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onReplanned: () => void;
}

/** Moves what has not been sent onto other models: what differs and what it costs is shown before anything changes. */
export function ReplanDialog({ campaignId, open, onOpenChange, onReplanned }: ReplanDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Change the model"
      description="What was sent stays as it is. Nothing changes before you confirm, and nothing is sent before you say so."
    >
      {open && <ReplanForm campaignId={campaignId} onDone={() => (onOpenChange(false), onReplanned())} />}
    </Dialog>
  );
}

function ReplanForm({ campaignId, onDone }: { campaignId: string; onDone: () => void }) {
  const [{ data, fetching }] = useQuery({ query: ReplanChoicesQuery, variables: { campaignId }, requestPolicy: 'cache-and-network' });
  const [chosen, setChosen] = useState<Readonly<Record<string, string | null>>>({});
  const nowMs = useNow(60_000);
  const campaign = data?.campaign;
  if (!campaign) return fetching ? <p className="text-muted">Loading…</p> : null;
  if (campaign.status === 'RUNNING') return <PauseFirst campaignId={campaignId} />;
  const { retired, ending, staying } = byRetirement(campaign.modelsToRender, nowMs);
  const models = [...retired, ...ending, ...staying];
  const offered = (readFragment(ChoicesFragment, data)?.catalog.models ?? []).filter((model) => !model.retired);
  const swaps = swapsOf(chosen).filter(({ fromId }) => models.some(({ id }) => id === fromId));
  if (models.length === 0) return <p className="text-muted">No cell of this campaign waits for a model or failed on one.</p>;
  return (
    <div className="flex flex-col gap-5">
      {models.map((model) => (
        <Replacement
          key={model.id}
          model={model}
          offered={offered.filter(({ id }) => id !== model.id)}
          chosen={chosen[model.id] ?? null}
          onChoose={(toId) => setChosen({ ...chosen, [model.id]: toId })}
        />
      ))}
      {swaps.length > 0 && (
        <Comparison
          key={JSON.stringify(swaps)}
          campaignId={campaignId}
          models={swaps}
          beforeLaunch={isBeforeLaunch(campaign.status)}
          onDone={onDone}
        />
      )}
    </div>
  );
}

function isBeforeLaunch(status: Uppercase<CampaignStatus>): boolean {
  return status === 'DRAFT' || status === 'PLANNED';
}

interface ReplacementProps {
  model: DatedModel;
  offered: readonly ModelChoice[];
  chosen: string | null;
  onChoose: (toId: string | null) => void;
}

function Replacement({ model, offered, chosen, onChoose }: ReplacementProps) {
  const hint = model.retiresOn == null ? null : model.retired ? `retired on ${model.retiresOn}` : `retires on ${model.retiresOn}`;
  return (
    <FrameChoice
      label={`Instead of ${model.name}`}
      {...(hint !== null && { hint })}
      offered={offered.map(({ id }) => id)}
      chosen={chosen === null ? [] : [chosen]}
      onChoose={(ids) => onChoose(ids.find((id) => id !== chosen) ?? null)}
      renderFace={(id) => {
        const other = offered.find((one) => one.id === id);
        return (
          <>
            <span className="font-medium">{other?.name}</span>
            <span className="text-sm text-muted">{other?.endpoint.name}</span>
          </>
        );
      }}
    />
  );
}

/** While it runs, cells leave for the provider at any moment: nobody could say what would be moved. */
function PauseFirst({ campaignId }: { campaignId: string }) {
  const { pausing, pause } = useCampaignSteps(campaignId);
  return (
    <Notice
      title="Pause it first"
      action={
        <Button size="small" icon={Pause} busy={pausing} onClick={() => void pause()}>
          Pause the campaign
        </Button>
      }
    >
      While it runs, cells are being sent. Paused, you see exactly what is left to move; resume it afterwards.
    </Notice>
  );
}
