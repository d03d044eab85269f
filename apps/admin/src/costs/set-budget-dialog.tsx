import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../gql';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { refusalOf } from '../ui/refusal.ts';
import { Segmented } from '../ui/segmented.tsx';
import { readDollars } from '../ui/read-dollars.ts';

const SetBudgetMutation = graphql(`
  mutation SetBudget($input: SetBudgetInput!) {
    setBudget(input: $input) {
      __typename
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface SetBudgetDialogProps {
  /** Who may be given a budget of their own. */
  me: { id: string; name: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSet: () => void;
}

/** Sets a limit of the workspace or of a person; the budget of the same owner and period takes the new limit. */
export function SetBudgetDialog({ me, open, onOpenChange, onSet }: SetBudgetDialogProps) {
  const [{ fetching }, setBudget] = useMutation(SetBudgetMutation);
  const [scope, setScope] = useState<'WORKSPACE' | 'USER'>('WORKSPACE');
  const [period, setPeriod] = useState<'DAY' | 'MONTH'>('MONTH');
  const [dollars, setDollars] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const limitMicros = readDollars(dollars);
  const save = async () => {
    if (limitMicros === null) return;
    const { data, error } = await setBudget({ input: { scope, period, limitMicros, ...(scope === 'USER' && { userId: me.id }) } });
    const refusal = refusalOf(data?.setBudget, error);
    setRefused(refusal?.message ?? null);
    if (refusal) return;
    setDollars('');
    onOpenChange(false);
    onSet();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Set a budget"
      description="A launch that does not fit is refused before anything is sent. Alerts come at 50, 80 and 100 %."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button look="primary" disabled={limitMicros === null} busy={fetching} onClick={() => void save()}>
            Set the budget
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Segmented
          label="Whose"
          value={scope}
          choices={[
            { value: 'WORKSPACE', word: 'Workspace' },
            { value: 'USER', word: `Only ${me.name}` },
          ]}
          onChoose={setScope}
        />
        <Segmented
          label="How long"
          value={period}
          choices={[
            { value: 'DAY', word: 'A day' },
            { value: 'MONTH', word: 'A month' },
          ]}
          onChoose={setPeriod}
        />
        <TextField
          label="Dollars"
          inputMode="decimal"
          placeholder="120.00"
          value={dollars}
          onChange={(event) => setDollars(event.target.value)}
          {...(dollars !== '' && limitMicros === null && { error: 'An amount such as 120 or 120.50.' })}
        />
        {refused !== null && <Notice look="error">{refused}</Notice>}
      </form>
    </Dialog>
  );
}
