import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { refusalOf } from '../../ui/refusal.ts';

export const ReuseWindowFragment = graphql(`
  fragment ReuseWindow_Workspace on Workspace {
    id
    reuseWindowHours
  }
`);

const SetReuseWindowMutation = graphql(`
  mutation SetReuseWindow($hours: Int!) {
    setReuseWindow(input: { hours: $hours }) {
      __typename
      ... on SetReuseWindowSuccess {
        workspace {
          ...ReuseWindow_Workspace
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const DAY_HOURS = 24;

/** `7 days`, `1 day and 6 hours`, `never`: a window in words. */
export function windowWords(hours: number): string {
  if (hours === 0) return 'never';
  const [days, rest] = [Math.floor(hours / DAY_HOURS), hours % DAY_HOURS];
  const words = [days > 0 && `${days} ${days === 1 ? 'day' : 'days'}`, rest > 0 && `${rest} ${rest === 1 ? 'hour' : 'hours'}`];
  return words.filter((word) => word !== false).join(' and ');
}

/** For how long a finished render may serve the same request again instead of a new one that is paid. */
export function ReuseWindow({ workspace: one, mayWrite }: { workspace: FragmentType<typeof ReuseWindowFragment>; mayWrite: boolean }) {
  const { reuseWindowHours } = readFragment(ReuseWindowFragment, one);
  const [{ fetching }, setWindow] = useMutation(SetReuseWindowMutation);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(reuseWindowHours);
  const hours = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : null;
  const save = async () => {
    if (hours === null) return;
    const { data, error } = await setWindow({ hours });
    const refusal = refusalOf(data?.setReuseWindow, error);
    if (refusal) toast.error(refusal.message);
    else setTyped(null);
  };
  if (!mayWrite) return <p className="figures font-medium">{windowWords(reuseWindowHours)}</p>;
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label="Hours"
        inputMode="numeric"
        className="figures max-w-28"
        hint={hours === null ? undefined : hours === 0 ? 'Never: every request is rendered.' : `That is ${windowWords(hours)}.`}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        {...(hours === null && { error: 'Whole hours; 0 for never.' })}
      />
      <Button type="submit" className="mt-6" disabled={hours === null || hours === reuseWindowHours} busy={fetching}>
        Save the window
      </Button>
    </form>
  );
}
