import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { ChoiceCard } from '../../ui/choice-card.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatMicros, pixelsOf } from '../../ui/format.ts';
import { readDollars } from '../../ui/read-dollars.ts';
import { refusalOf } from '../../ui/refusal.ts';

export const PriceDialogFragment = graphql(`
  fragment PriceDialog_Model on Model {
    id
    name
    endpoint {
      id
      switchesAudio
    }
    sizes {
      size
      secondMicros
      priceSource
    }
  }
`);

const SetPriceMutation = graphql(`
  mutation SetPrice($input: SetPriceInput!) {
    setPrice(input: $input) {
      __typename
      ... on SetPriceSuccess {
        model {
          ...ModelRow_Model
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface PriceDialogProps {
  model: FragmentType<typeof PriceDialogFragment>;
  onClose: () => void;
  onDone: () => void;
}

/** Enters what a second costs, for one size or for several that cost the same. The prices that stand are kept as history. */
export function PriceDialog({ model: one, onClose, onDone }: PriceDialogProps) {
  const { id: modelId, name, endpoint, sizes } = readFragment(PriceDialogFragment, one);
  const unpriced = sizes.filter(({ secondMicros }) => secondMicros == null).map(({ size }) => size);
  const [{ fetching }, setPrice] = useMutation(SetPriceMutation);
  const [chosen, setChosen] = useState<readonly string[]>(unpriced.length > 0 ? unpriced : sizes.slice(0, 1).map(({ size }) => size));
  const [dollars, setDollars] = useState('');
  const [sound, setSound] = useState('');
  const [batch, setBatch] = useState('');
  const [validFrom, setValidFrom] = useState('');
  const [source, setSource] = useState(sizes.find(({ priceSource }) => priceSource != null)?.priceSource ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const [secondMicros, audioSecondMicros, batchSecondMicros] = [readDollars(dollars), readDollars(sound), readDollars(batch)];
  const isEmptyOr = (text: string, micros: number | null) => text.trim() === '' || micros !== null;
  const isComplete =
    secondMicros !== null &&
    chosen.length > 0 &&
    source.trim() !== '' &&
    isEmptyOr(sound, audioSecondMicros) &&
    isEmptyOr(batch, batchSecondMicros);
  const toggle = (size: string) => setChosen(chosen.includes(size) ? chosen.filter((each) => each !== size) : [...chosen, size]);
  const save = async () => {
    if (!isComplete) return;
    for (const size of chosen) {
      const input = { modelId, size, secondMicros, audioSecondMicros, batchSecondMicros, validFrom: validFrom || null, source };
      const { data, error } = await setPrice({ input });
      const refusal = refusalOf(data?.setPrice, error);
      if (refusal) return setRefused(chosen.length > 1 ? `${pixelsOf(size)}: ${refusal.message}` : refusal.message);
    }
    onDone();
  };
  return (
    <FormDialog
      title={`Price of ${name}`}
      description="A dated row that counts as checked today. Plans made before are to be made again; what is launched keeps its price."
      action={chosen.length > 1 ? `Set the price of ${chosen.length} sizes` : 'Set the price'}
      isComplete={isComplete}
      busy={fetching}
      refused={refused}
      onSave={() => void save()}
      onClose={onClose}
    >
      <div role="group" aria-label="Sizes">
        <h3 className="mb-1 font-medium">Sizes</h3>
        <div className="flex flex-wrap gap-2">
          {sizes.map(({ size, secondMicros: now }) => (
            <ChoiceCard key={size} className="w-36 !py-2" chosen={chosen.includes(size)} onToggle={() => toggle(size)}>
              <span className="figures font-medium">{pixelsOf(size)}</span>
              <span className="figures text-sm text-muted">{now == null ? 'no price yet' : `${formatMicros(now)} now`}</span>
            </ChoiceCard>
          ))}
        </div>
      </div>
      <div className="grid items-start gap-4 sm:auto-cols-fr sm:grid-flow-col">
        <TextField
          label="Dollars a second"
          inputMode="decimal"
          placeholder="0.10"
          value={dollars}
          onChange={(event) => setDollars(event.target.value)}
          {...(dollars !== '' && secondMicros === null && { error: 'An amount such as 0.10 or 0.0125.' })}
        />
        {endpoint.switchesAudio && (
          <TextField
            label="With sound"
            hint="Empty: the same."
            inputMode="decimal"
            value={sound}
            onChange={(event) => setSound(event.target.value)}
            {...(sound !== '' && audioSecondMicros === null && { error: 'An amount such as 0.15.' })}
          />
        )}
        <TextField
          label="In a batch"
          hint="Empty: no batch price."
          inputMode="decimal"
          value={batch}
          onChange={(event) => setBatch(event.target.value)}
          {...(batch !== '' && batchSecondMicros === null && { error: 'An amount such as 0.05.' })}
        />
      </div>
      <TextField
        label="From"
        hint="Today or later. Empty: from now on."
        type="date"
        className="max-w-44"
        value={validFrom}
        onChange={(event) => setValidFrom(event.target.value)}
      />
      <TextField
        label="Where it was read"
        placeholder="https://videos.example/pricing"
        maxLength={500}
        value={source}
        onChange={(event) => setSource(event.target.value)}
      />
    </FormDialog>
  );
}
