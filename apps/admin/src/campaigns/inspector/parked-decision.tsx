import { Ban, Link2, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatMicros, formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';

export const ParkedRenderFragment = graphql(`
  fragment ParkedRender_Render on Render {
    id
    parked {
      because
      disputedIds
      mayCostMicros
      sentAt
    }
  }
`);

const DecideMutation = graphql(`
  mutation DecideParkedRender($input: DecideParkedRenderInput!) {
    decideParkedRender(input: $input) {
      __typename
      ... on DecideParkedRenderSuccess {
        render {
          id
          status
          ...ParkedRender_Render
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

type Decision = { decision: 'RECREATE' | 'WRITE_OFF' } | { decision: 'ADOPT'; operationId: string };

/** A render that waits for a person: what is known, what each way costs, and a note that stays with the decision. */
export function ParkedDecision({ render }: { render: FragmentType<typeof ParkedRenderFragment> }) {
  const { id, parked } = readFragment(ParkedRenderFragment, render);
  const [{ fetching }, decide] = useMutation(DecideMutation);
  const [note, setNote] = useState('');
  const [key, setKey] = useState(newKey);
  if (!parked) return null;
  const cost = formatMicros(parked.mayCostMicros);
  const isNoted = note.trim() !== '';
  const send = async (decision: Decision) => {
    const { data, error } = await decide({ input: { renderId: id, note, idempotencyKey: key, ...decision } });
    setKey(newKey());
    const refusal = refusalOf(data?.decideParkedRender, error);
    if (refusal) toast.error(refusal.message);
  };
  return (
    <Notice look="warning" title="Waits for your decision">
      <div className="flex flex-col gap-3">
        <p>
          The answer to this request was lost: {parked.because ?? 'nobody knows whether the provider started it'}. Look for it in the
          provider’s console around {formatMoment(parked.sentAt)}.
        </p>
        <TextField
          label="What you found"
          hint="Kept with the decision and your name."
          placeholder="No such video in the console"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <div className="flex flex-col items-start gap-2">
          {parked.disputedIds.map((operationId) => (
            <Button
              key={operationId}
              size="small"
              icon={Link2}
              disabled={!isNoted}
              busy={fetching}
              onClick={() => void send({ decision: 'ADOPT', operationId })}
            >
              It is <span className="max-w-48 truncate font-mono">{operationId}</span>
            </Button>
          ))}
          <Button size="small" icon={RotateCcw} disabled={!isNoted} busy={fetching} onClick={() => void send({ decision: 'RECREATE' })}>
            It was never started: render again
          </Button>
          <Button size="small" icon={Ban} disabled={!isNoted} busy={fetching} onClick={() => void send({ decision: 'WRITE_OFF' })}>
            Give it up, count {cost} as spent
          </Button>
        </div>
        <p className="text-sm">If it was started after all, rendering again pays {cost} a second time.</p>
      </div>
    </Notice>
  );
}
