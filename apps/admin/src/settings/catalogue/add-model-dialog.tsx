import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { Select } from '../../ui/select.tsx';
import { inputOf, ModelFields, type ModelDraft } from './model-fields.tsx';

const AddModelMutation = graphql(`
  mutation AddModel($input: AddModelInput!) {
    addModel(input: $input) {
      __typename
      ... on AddModelSuccess {
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

interface AddModelDialogProps {
  /** Where it can be added, and where it is added unless another is chosen. */
  endpoints: readonly { id: string; name: string }[];
  endpointId: string;
  onClose: () => void;
  onDone: () => void;
}

/** Adds a model to an endpoint: its word on the wire, and what it renders. */
export function AddModelDialog({ endpoints, endpointId: suggested, onClose, onDone }: AddModelDialogProps) {
  const [{ fetching }, addModel] = useMutation(AddModelMutation);
  const [endpointId, setEndpointId] = useState(suggested);
  const [key, setKey] = useState('');
  const [source, setSource] = useState('');
  const [validFrom, setValidFrom] = useState('');
  const [draft, setDraft] = useState<ModelDraft>({ name: '', tier: 'STANDARD', sizes: '', seconds: '' });
  const [refused, setRefused] = useState<string | null>(null);
  const input = inputOf({ ...draft, name: draft.name.trim() || key });
  const isSound = input !== null && key.trim() !== '' && source.trim() !== '';
  const save = async () => {
    if (!isSound) return;
    const { data, error } = await addModel({ input: { endpointId, key, source, validFrom: validFrom || null, ...input } });
    const refusal = refusalOf(data?.addModel, error);
    setRefused(refusal?.message ?? null);
    if (refusal) return;
    toast.success(`${input.name} is in the catalogue. Give it a price next.`);
    onDone();
  };
  return (
    <FormDialog
      title="Add a model"
      description="It can be chosen and planned at once, and launched when it has a price."
      action="Add the model"
      isComplete={isSound}
      busy={fetching}
      refused={refused}
      onSave={() => void save()}
      onClose={onClose}
    >
      {endpoints.length > 1 && (
        <div>
          <Select
            label="At"
            value={endpointId}
            choices={endpoints.map(({ id, name }) => ({ value: id, word: name }))}
            onChoose={setEndpointId}
          />
        </div>
      )}
      <TextField
        label="Key"
        hint="The model’s word at the provider, spelled exactly so. It can not be changed later."
        placeholder="Wan-AI/Wan2.2-T2V-A14B-Diffusers"
        className="font-mono"
        maxLength={150}
        spellCheck={false}
        autoComplete="off"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <ModelFields draft={draft} onDraft={(change) => setDraft({ ...draft, ...change })} />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_11rem]">
        <TextField
          label="Where it was read"
          hint="For whoever checks it next."
          placeholder="https://videos.example/models"
          maxLength={500}
          value={source}
          onChange={(event) => setSource(event.target.value)}
        />
        <TextField
          label="Begins"
          hint="Today or earlier. Empty: today."
          type="date"
          value={validFrom}
          onChange={(event) => setValidFrom(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
