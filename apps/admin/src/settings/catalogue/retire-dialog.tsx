import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { refusalOf } from '../../ui/refusal.ts';

export const SetModelRetirementMutation = graphql(`
  mutation SetModelRetirement($modelId: ID!, $retiresOn: Date) {
    setModelRetirement(input: { modelId: $modelId, retiresOn: $retiresOn }) {
      __typename
      ... on SetModelRetirementSuccess {
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

interface RetireDialogProps {
  modelId: string;
  name: string;
  retiresOn: string | null;
  onClose: () => void;
  onDone: () => void;
}

/** Says when a model ends, and what that does to campaigns on it. */
export function RetireDialog({ modelId, name, retiresOn, onClose, onDone }: RetireDialogProps) {
  const [{ fetching }, setRetirement] = useMutation(SetModelRetirementMutation);
  const [day, setDay] = useState(retiresOn ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const save = async () => {
    const { data, error } = await setRetirement({ modelId, retiresOn: day });
    const refusal = refusalOf(data?.setModelRetirement, error);
    setRefused(refusal?.message ?? null);
    if (!refusal) onDone();
  };
  return (
    <FormDialog
      title={`Retire ${name}`}
      description="Plans warn of it until then. From that day on nothing new is sent to it; campaigns under way on it are paused and can be planned onto another model."
      action="Retire the model"
      isComplete={day !== ''}
      busy={fetching}
      refused={refused}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextField
        label="The first day without it"
        hint="As the provider announced it; days begin at 00:00 UTC."
        type="date"
        className="max-w-44"
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
    </FormDialog>
  );
}
