import type { Slot } from '@dailies/schema';
import { useNavigate } from '@tanstack/react-router';
import { GitBranch } from 'lucide-react';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql, readFragment } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ChoicesFragment, offeredSeconds, offeredSizes } from '../builder/choices.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';
import { FrameChoice, SecondsFace, SizeFace } from './frame-choice.tsx';

const VaryChoicesQuery = graphql(`
  query VaryChoices {
    ...Choices_Query
  }
`);

const VaryVariantMutation = graphql(`
  mutation VaryVariant($input: VaryVariantInput!) {
    varyVariant(input: $input) {
      __typename
      ... on VaryVariantSuccess {
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

const AXES = [
  { value: 'LIGHTING', word: 'Lighting' },
  { value: 'CAMERA', word: 'Camera' },
  { value: 'STYLE', word: 'Style' },
  { value: 'SCENE', word: 'Scene' },
  { value: 'PRESET', word: 'Preset' },
  { value: 'SIZE', word: 'Size' },
  { value: 'SECONDS', word: 'Length' },
] as const;
type Axis = (typeof AXES)[number]['value'];

const EXAMPLES: Partial<Record<Axis, string>> = {
  LIGHTING: 'golden hour\nneon at night\novercast morning',
  CAMERA: 'slow dolly in\nstatic wide shot',
  STYLE: 'documentary\nwatercolour animation',
  SCENE: 'the same watch on wet black stone',
};

/** Makes a preview in which exactly one thing differs from a cell. */
export function VaryDialog({ variantId, open, onOpenChange }: { variantId: string; open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Change one thing"
      description="Everything else stays as it was sent, so that you can tell what made the difference."
    >
      {open && <VaryForm variantId={variantId} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function VaryForm({ variantId, onDone }: { variantId: string; onDone: () => void }) {
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: VaryChoicesQuery });
  const [{ fetching }, vary] = useMutation(VaryVariantMutation);
  const [axis, setAxis] = useState<Axis>('LIGHTING');
  const [text, setText] = useState('');
  const [presetIds, setPresetIds] = useState<string[]>([]);
  const [sizes, setSizes] = useState<string[]>([]);
  const [seconds, setSeconds] = useState<number[]>([]);
  const [refused, setRefused] = useState<string | null>(null);
  const [key, setKey] = useState(newKey);
  const choices = readFragment(ChoicesFragment, data);
  const models = (choices?.catalog.models ?? []).filter(({ retired }) => !retired);
  const presets = choices?.presets.flatMap((pack) => pack.presets) ?? [];
  const texts = text.split('\n').filter((line) => line.trim() !== '');
  const change = {
    PRESET: { presetIds },
    SIZE: { sizes },
    SECONDS: { seconds },
  }[axis as string] ?? { slot: { slot: axis as Uppercase<Slot>, texts } };
  const count = { PRESET: presetIds.length, SIZE: sizes.length, SECONDS: seconds.length }[axis as string] ?? texts.length;
  const doVary = async () => {
    setRefused(null);
    const answer = await vary({ input: { variantId, idempotencyKey: key, ...change } });
    const refusal = refusalOf(answer.data?.varyVariant, answer.error);
    setKey(newKey());
    if (refusal) return setRefused(refusal.message);
    if (answer.data?.varyVariant.__typename !== 'VaryVariantSuccess') return;
    onDone();
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId: answer.data.varyVariant.campaign.id } });
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="max-w-full overflow-x-auto">
        <Segmented label="What changes" value={axis} choices={AXES} onChoose={setAxis} />
      </div>
      {axis in EXAMPLES && (
        <TextArea
          label="Other words, one a line"
          hint="Each line becomes a cell."
          placeholder={EXAMPLES[axis]}
          rows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {axis === 'PRESET' && (
        <FrameChoice
          label="Preset"
          hint="takes the place of the cell’s own"
          offered={presets.map(({ id }) => id)}
          chosen={presetIds}
          onChoose={setPresetIds}
          renderFace={(id) => presets.find((one) => one.id === id)?.name}
        />
      )}
      {axis === 'SIZE' && (
        <FrameChoice
          label="Size"
          offered={offeredSizes(models)}
          chosen={sizes}
          onChoose={setSizes}
          renderFace={(size) => <SizeFace size={size} />}
        />
      )}
      {axis === 'SECONDS' && (
        <FrameChoice
          label="Length"
          offered={offeredSeconds(models)}
          chosen={seconds}
          onChoose={setSeconds}
          renderFace={(value) => <SecondsFace seconds={value} />}
        />
      )}
      {refused !== null && (
        <Notice look="error" title="Nothing was made">
          {refused}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button look="primary" icon={GitBranch} disabled={count === 0} busy={fetching} onClick={() => void doVary()}>
          Plan and price {count === 1 ? 'the variation' : `${count} variations`}
        </Button>
      </div>
    </div>
  );
}
