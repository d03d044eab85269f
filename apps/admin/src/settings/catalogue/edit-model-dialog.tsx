import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { inputOf, ModelFields, type ModelDraft } from './model-fields.tsx';

export const EditModelDialogFragment = graphql(`
  fragment EditModelDialog_Model on Model {
    id
    name
    tier
    seconds
    sizes {
      size
    }
  }
`);

const ChangeModelMutation = graphql(`
  mutation ChangeModel($input: ChangeModelInput!) {
    changeModel(input: $input) {
      __typename
      ... on ChangeModelSuccess {
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

interface EditModelDialogProps {
  model: FragmentType<typeof EditModelDialogFragment>;
  onClose: () => void;
  onDone: () => void;
}

/** Changes what a model is called and offers from now on. */
export function EditModelDialog({ model: one, onClose, onDone }: EditModelDialogProps) {
  const model = readFragment(EditModelDialogFragment, one);
  const [{ fetching }, changeModel] = useMutation(ChangeModelMutation);
  const [draft, setDraft] = useState<ModelDraft>({
    name: model.name,
    tier: model.tier,
    sizes: model.sizes.map(({ size }) => size).join(', '),
    seconds: model.seconds.join(', '),
  });
  const [refused, setRefused] = useState<string | null>(null);
  const input = inputOf(draft);
  const save = async () => {
    if (!input) return;
    const { data, error } = await changeModel({ input: { modelId: model.id, ...input } });
    const refusal = refusalOf(data?.changeModel, error);
    setRefused(refusal?.message ?? null);
    if (!refusal) onDone();
  };
  return (
    <FormDialog
      title={`Edit ${model.name}`}
      description="What is taken away can not be planned any more; what is launched renders to its end."
      action="Save the model"
      isComplete={input !== null}
      busy={fetching}
      refused={refused}
      onSave={() => void save()}
      onClose={onClose}
    >
      <ModelFields draft={draft} onDraft={(change) => setDraft({ ...draft, ...change })} />
    </FormDialog>
  );
}
