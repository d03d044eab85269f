import { ArrowRight, Shuffle } from 'lucide-react';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql, readFragment } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { countOf, formatCount, formatMicros, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ChoicesFragment } from '../builder/choices.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';
import { FrameChoice } from './frame-choice.tsx';

const ReplanChoicesQuery = graphql(`
  query ReplanChoices($campaignId: ID!) {
    campaign(id: $campaignId) {
      id
      brief {
        models {
          id
          name
          retired
          retiresOn
        }
      }
    }
    ...Choices_Query
  }
`);

const CompareModelsQuery = graphql(`
  query CompareModels($campaignId: ID!, $models: [ModelSwapInput!]!) {
    campaign(id: $campaignId) {
      id
      compareModels(models: $models) {
        __typename
        ... on EquivalenceReport {
          beforeMicros
          afterMicros
          columns {
            waiting
            failed
            underWay
            differences
            from {
              size
              seconds
              priceMicros
            }
            to {
              size
              seconds
              priceMicros
            }
          }
        }
        ... on Refusal {
          code
          message
        }
      }
    }
  }
`);

const ReplanCampaignMutation = graphql(`
  mutation ReplanCampaign($input: ReplanCampaignInput!) {
    replanCampaign(input: $input) {
      __typename
      ... on ReplanCampaignSuccess {
        campaign {
          id
          status
          ...CampaignCost_Campaign
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface ReplanDialogProps {
  campaignId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onReplanned: () => void;
}

/** Moves what has not been sent onto another model: what differs and what it costs is shown before anything changes. */
export function ReplanDialog({ campaignId, open, onOpenChange, onReplanned }: ReplanDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Plan the rest onto another model"
      description="What was sent stays as it is. Nothing changes before you confirm, and nothing is sent before you resume."
    >
      {open && <ReplanForm campaignId={campaignId} onDone={() => (onOpenChange(false), onReplanned())} />}
    </Dialog>
  );
}

function ReplanForm({ campaignId, onDone }: { campaignId: string; onDone: () => void }) {
  const [{ data }] = useQuery({ query: ReplanChoicesQuery, variables: { campaignId }, requestPolicy: 'network-only' });
  const used = data?.campaign?.brief.models ?? [];
  const retired = used.filter((model) => model.retired);
  const from = retired[0] ?? used[0];
  const offered = (readFragment(ChoicesFragment, data)?.catalog.models ?? []).filter((model) => !model.retired && model.id !== from?.id);
  const [toId, setToId] = useState<string | null>(null);
  if (!from) return null;
  return (
    <div className="flex flex-col gap-5">
      <FrameChoice
        label={`Instead of ${from.name}`}
        {...(from.retiresOn && { hint: `retired on ${from.retiresOn}` })}
        offered={offered.map(({ id }) => id)}
        chosen={toId === null ? [] : [toId]}
        onChoose={(ids) => setToId(ids.at(-1) ?? null)}
        renderFace={(id) => {
          const model = offered.find((one) => one.id === id);
          return (
            <>
              <span className="font-medium">{model?.name}</span>
              <span className="text-sm text-muted">{model?.endpoint.name}</span>
            </>
          );
        }}
      />
      {toId !== null && <Comparison key={toId} campaignId={campaignId} models={[{ fromId: from.id, toId }]} onDone={onDone} />}
    </div>
  );
}

function Comparison({
  campaignId,
  models,
  onDone,
}: {
  campaignId: string;
  models: { fromId: string; toId: string }[];
  onDone: () => void;
}) {
  const [{ data, fetching: comparing }] = useQuery({
    query: CompareModelsQuery,
    variables: { campaignId, models },
    requestPolicy: 'network-only',
  });
  const [{ fetching }, replan] = useMutation(ReplanCampaignMutation);
  const [refused, setRefused] = useState<string | null>(null);
  const [key] = useState(newKey);
  const answer = data?.campaign?.compareModels;
  if (comparing || !answer) return <p className="text-muted">Comparing…</p>;
  if (answer.__typename !== 'EquivalenceReport') return <Notice look="error">{answer.message}</Notice>;
  const { columns, beforeMicros, afterMicros } = answer;
  const cells = columns.reduce((sum, { waiting, failed }) => sum + waiting + failed, 0);
  const underWay = columns.reduce((sum, column) => sum + column.underWay, 0);
  const doReplan = async () => {
    setRefused(null);
    const said = await replan({ input: { campaignId, models, idempotencyKey: key } });
    const refusal = refusalOf(said.data?.replanCampaign, said.error);
    if (refusal) setRefused(refusal.message);
    else onDone();
  };
  return (
    <>
      <ul className="divide-y rounded-lg border">
        {columns.map(({ from, to, waiting, failed, differences }) => (
          <li key={`${from.size} ${from.seconds}`} className="figures flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <Frame {...from} />
            <ArrowRight aria-label="becomes" className="size-4 text-faint" />
            {to ? <Frame {...to} /> : <span className="text-failed">nothing like it</span>}
            <span className="grow" />
            <span className="text-sm text-muted">
              {countOf(waiting + failed, 'cell')}
              {differences.length > 0 && ` · other ${differences.map((one) => one.toLowerCase()).join(', ')}`}
            </span>
          </li>
        ))}
      </ul>
      {underWay > 0 && (
        <p className="text-muted">{countOf(underWay, 'render')} with the provider, or about to be sent, stay as they are.</p>
      )}
      <p className="figures flex items-baseline justify-between border-t-2 border-line-strong pt-2 text-lg font-semibold">
        <span>Reserved for what waits</span>
        <span>
          {formatMicros(beforeMicros)} → {afterMicros === null ? 'no price' : formatMicros(afterMicros)}
        </span>
      </p>
      {refused !== null && (
        <Notice look="error" title="Nothing was changed">
          {refused}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button
          look="primary"
          icon={Shuffle}
          disabled={cells === 0 || afterMicros === null}
          busy={fetching}
          onClick={() => void doReplan()}
        >
          Move {formatCount(cells)} {cells === 1 ? 'cell' : 'cells'}
        </Button>
      </div>
    </>
  );
}

function Frame({ size, seconds, priceMicros }: { size: string; seconds: number; priceMicros: number | null | undefined }) {
  return (
    <span className="flex items-center gap-1.5">
      <FrameGlyph size={size} />
      {seconds} s {ratioOf(size)}
      <span className="text-muted">{priceMicros == null ? 'no price' : formatMicros(priceMicros)}</span>
    </span>
  );
}
