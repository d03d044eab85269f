import { useNavigate } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { countOf, formatMicros } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { offeredSeconds, offeredSizes } from '../builder/choices.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';
import { FrameChoice, ModelFace, SecondsFace, SizeFace } from './frame-choice.tsx';
import { useLineageChoices } from './offered-models.ts';
import { nextLength, promotionPrice, type PromotedCell } from './promotion-price.ts';

const PromoteVariantsMutation = graphql(`
  mutation PromoteVariants($input: PromoteVariantsInput!) {
    promoteVariants(input: $input) {
      __typename
      ... on PromoteVariantsSuccess {
        campaign {
          id
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface PromoteDialogProps {
  campaignId: string;
  variantIds: readonly string[];
  /** The same cells as the matrix knows them, for the price. */
  cells: readonly PromotedCell[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Makes finals of chosen cells: longer, larger or by another model. The new campaign is planned and priced; nothing is spent here. */
export function PromoteDialog({ campaignId, variantIds, cells, open, onOpenChange }: PromoteDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Make finals of ${countOf(variantIds.length, 'cell')}`}
      description="The same words, rendered again. What you leave open stays as each cell has it; nothing is spent before you launch."
    >
      {open && <PromoteForm campaignId={campaignId} variantIds={variantIds} cells={cells} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

type PromoteFormProps = Pick<PromoteDialogProps, 'campaignId' | 'variantIds' | 'cells'> & { onDone: () => void };

function PromoteForm({ campaignId, variantIds, cells, onDone }: PromoteFormProps) {
  const navigate = useNavigate();
  const { models } = useLineageChoices();
  const [{ fetching }, promote] = useMutation(PromoteVariantsMutation);
  const [modelIds, setModelIds] = useState<string[]>([]);
  const [sizes, setSizes] = useState<string[]>([]);
  const [chosenSeconds, setSeconds] = useState<number[] | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [key] = useState(newKey);
  const chosen = modelIds.length > 0 ? models.filter(({ id }) => modelIds.includes(id)) : models;
  const proposed = nextLength(cells, models);
  const seconds = chosenSeconds ?? (proposed === null ? [] : [proposed]);
  const price = promotionPrice(cells, { modelIds, sizes, seconds }, models);
  const isNothing = modelIds.length === 0 && sizes.length === 0 && seconds.length === 0;
  const doPromote = async () => {
    setRefused(null);
    const answer = await promote({ input: { campaignId, variantIds: [...variantIds], modelIds, sizes, seconds, idempotencyKey: key } });
    const refusal = refusalOf(answer.data?.promoteVariants, answer.error);
    if (refusal) return setRefused(refusal.message);
    if (answer.data?.promoteVariants.__typename !== 'PromoteVariantsSuccess') return;
    onDone();
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId: answer.data.promoteVariants.campaign.id } });
  };
  return (
    <div className="flex flex-col gap-5">
      <FrameChoice
        label="Length"
        offered={offeredSeconds(chosen)}
        chosen={seconds}
        onChoose={setSeconds}
        renderFace={(value) => <SecondsFace seconds={value} />}
      />
      <FrameChoice
        label="Size"
        offered={offeredSizes(chosen)}
        chosen={sizes}
        onChoose={setSizes}
        renderFace={(size) => <SizeFace size={size} />}
      />
      <FrameChoice
        label="Model"
        offered={models.map(({ id }) => id)}
        chosen={modelIds}
        onChoose={setModelIds}
        renderFace={(id) => <ModelFace model={models.find((one) => one.id === id)} />}
      />
      {refused !== null && (
        <Notice look="error" title="Nothing was made">
          {refused}
        </Notice>
      )}
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        {!isNothing && (
          <span className="figures grow" role="status">
            {countOf(price.count, 'final')} ·{' '}
            {price.micros === null ? (
              <span className="text-muted">no price for this choice</span>
            ) : (
              <span className="font-semibold">{formatMicros(price.micros)}</span>
            )}
          </span>
        )}
        <Button look="primary" icon={ArrowUpRight} disabled={isNothing} busy={fetching} onClick={() => void doPromote()}>
          Plan and price the finals
        </Button>
      </div>
    </div>
  );
}
