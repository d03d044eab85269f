import { useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
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
  const formId = useId();
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
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Edit ${model.name}`}
      description="What is taken away can not be planned any more; what is launched renders to its end."
      footer={
        <>
          {refused !== null && (
            <div className="basis-full">
              <Notice look="error">{refused}</Notice>
            </div>
          )}
          <Button onClick={onClose}>Not now</Button>
          <Button look="primary" type="submit" form={formId} disabled={input === null} busy={fetching}>
            Save the model
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <ModelFields draft={draft} onDraft={(change) => setDraft({ ...draft, ...change })} />
      </form>
    </Dialog>
  );
}
