import type { Slot } from '@dailies/schema';
import { useNavigate } from '@tanstack/react-router';
import { GitBranch } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { offeredSeconds, offeredSizes } from '../builder/choices.ts';
import { LintedList, LintSummary } from '../builder/linted-list.tsx';
import { mend } from '../builder/linted-prompts.ts';
import { splitPrompts } from '../builder/split-prompts.ts';
import { useLint } from '../builder/use-lint.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';
import { FrameChoice, ModelFace, SecondsFace, SizeFace } from './frame-choice.tsx';
import { useLineageChoices } from './offered-models.ts';

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

const WORD_AXES = [
  { value: 'SCENE', word: 'Scene' },
  { value: 'ACTION', word: 'Action' },
  { value: 'CAMERA', word: 'Camera' },
  { value: 'LIGHTING', word: 'Lighting' },
  { value: 'STYLE', word: 'Style' },
  { value: 'CONSTRAINTS', word: 'Constraints' },
  { value: 'AUDIO', word: 'Audio' },
] as const satisfies readonly { value: Uppercase<Slot>; word: string }[];
const OTHER_AXES = [
  { value: 'PRESET', word: 'Preset' },
  { value: 'SIZE', word: 'Size' },
  { value: 'SECONDS', word: 'Length' },
  { value: 'MODEL', word: 'Model' },
] as const;
type Axis = Uppercase<Slot> | (typeof OTHER_AXES)[number]['value'];

const EXAMPLES: Record<Uppercase<Slot>, string> = {
  SCENE: 'the same watch on wet black stone',
  ACTION: 'steam rises slowly from the cup\nthe cup is lifted out of frame',
  CAMERA: 'slow dolly in\nstatic wide shot',
  LIGHTING: 'golden hour\nneon at night\novercast morning',
  STYLE: 'documentary\nwatercolour animation',
  CONSTRAINTS: 'no people, no text\nonly one object in frame',
  AUDIO: 'quiet room tone\nrain on a tin roof',
};

const isSlot = (axis: Axis): axis is Uppercase<Slot> => axis in EXAMPLES;

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
  const { models, presets } = useLineageChoices();
  const { busy, refused, vary } = useVary(variantId, onDone);
  const [axis, setAxis] = useState<Axis>('LIGHTING');
  const [text, setText] = useState('');
  const [presetIds, setPresetIds] = useState<string[]>([]);
  const [sizes, setSizes] = useState<string[]>([]);
  const [seconds, setSeconds] = useState<number[]>([]);
  const [modelIds, setModelIds] = useState<string[]>([]);
  const texts = useMemo(() => splitPrompts(text, 'line'), [text]);
  const others = { PRESET: { presetIds }, SIZE: { sizes }, SECONDS: { seconds }, MODEL: { modelIds } };
  const change = isSlot(axis) ? { slot: { slot: axis, texts } } : others[axis];
  const count = isSlot(axis) ? texts.length : (Object.values(others[axis])[0]?.length ?? 0);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex max-w-full flex-col items-start gap-2">
        {[WORD_AXES, OTHER_AXES].map((axes, row) => (
          <div key={row} className="max-w-full overflow-x-auto">
            <Segmented<Axis>
              label={row === 0 ? 'Words that change' : 'What else may change'}
              value={axis}
              choices={axes}
              onChoose={setAxis}
            />
          </div>
        ))}
      </div>
      {isSlot(axis) && (
        <div className="flex flex-col gap-2">
          <TextArea
            label="Other words, one a line"
            hint="Each line becomes a cell."
            placeholder={EXAMPLES[axis]}
            rows={5}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <LintedWords texts={texts} audio={axis === 'AUDIO'} onText={setText} />
        </div>
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
      {axis === 'MODEL' && (
        <FrameChoice
          label="Model"
          hint="at the same size and length"
          offered={models.map(({ id }) => id)}
          chosen={modelIds}
          onChoose={setModelIds}
          renderFace={(id) => <ModelFace model={models.find((one) => one.id === id)} />}
        />
      )}
      {refused !== null && (
        <Notice look="error" title="Nothing was made">
          {refused}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button look="primary" icon={GitBranch} disabled={count === 0} busy={busy} onClick={() => void vary(change)}>
          Plan and price {count === 1 ? 'the variation' : `${count} variations`}
        </Button>
      </div>
    </div>
  );
}

/** What the rules say of the new words alone, with a fix; quiet while they say nothing. */
function LintedWords({ texts, audio, onText }: { texts: readonly string[]; audio: boolean; onText: (text: string) => void }) {
  const linted = useLint(texts, { audio, movesByPreset: true, reference: true });
  if (linted.every(({ findings }) => findings.length === 0)) return null;
  return (
    <>
      <LintSummary linted={linted} total={texts.length} />
      <LintedList linted={linted} total={texts.length} onMend={(place, finding) => onText(mend(texts, place, finding, 'line'))} />
    </>
  );
}

/** Sends the one change and goes to the campaign that came of it. */
function useVary(variantId: string, onDone: () => void) {
  const navigate = useNavigate();
  const [{ fetching }, send] = useMutation(VaryVariantMutation);
  const [refused, setRefused] = useState<string | null>(null);
  const [key, setKey] = useState(newKey);
  const vary = async (change: Omit<Parameters<typeof send>[0]['input'], 'variantId' | 'idempotencyKey'>) => {
    setRefused(null);
    const answer = await send({ input: { variantId, idempotencyKey: key, ...change } });
    const refusal = refusalOf(answer.data?.varyVariant, answer.error);
    setKey(newKey());
    if (refusal) return setRefused(refusal.message);
    if (answer.data?.varyVariant.__typename !== 'VaryVariantSuccess') return;
    onDone();
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId: answer.data.varyVariant.campaign.id } });
  };
  return { busy: fetching, refused, vary };
}
