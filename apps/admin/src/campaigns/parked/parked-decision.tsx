import { Ban, Link2, RotateCcw } from 'lucide-react';
import { useState } from 'react';
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
      ... on InputInvalid {
        field
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

type Decision = { decision: 'RECREATE' | 'WRITE_OFF' } | { decision: 'ADOPT'; operationId: string };

/** Why a decision was not taken, and at which field that is told; null: below all of them. */
interface Refused {
  field: 'note' | 'operationId' | null;
  message: string;
}

/** A render that waits for a person: what is known, what each way costs, and a note that stays with the decision. */
export function ParkedDecision({ render }: { render: FragmentType<typeof ParkedRenderFragment> }) {
  const { id, parked } = readFragment(ParkedRenderFragment, render);
  const [{ fetching }, decide] = useMutation(DecideMutation);
  const [note, setNote] = useState('');
  const [foundId, setFoundId] = useState('');
  const [key, setKey] = useState(newKey);
  const [refused, setRefused] = useState<Refused | null>(null);
  if (!parked) return null;
  const cost = formatMicros(parked.mayCostMicros);
  const isNoted = note.trim() !== '';
  const isDisputed = parked.disputedIds.length > 0;
  const send = async (decision: Decision) => {
    setRefused(null);
    const { data, error } = await decide({ input: { renderId: id, note, idempotencyKey: key, ...decision } });
    setKey(newKey());
    const answer = data?.decideParkedRender;
    const refusal = refusalOf(answer, error);
    if (!refusal) return;
    const field = answer?.__typename === 'InputInvalid' ? answer.field : null;
    setRefused({ field: field === 'note' || field === 'operationId' ? field : null, message: refusal.message });
  };
  const errorAt = (field: Refused['field']) => (refused?.field === field ? { error: refused.message } : {});
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
          {...errorAt('note')}
        />
        <fieldset className="flex flex-col items-start gap-2">
          <legend className="mb-1 font-medium text-text">It is there</legend>
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
          <form
            className="flex w-full flex-col items-start gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              void send({ decision: 'ADOPT', operationId: foundId });
            }}
          >
            <div className="w-full">
              <TextField
                label={isDisputed ? 'Another video’s id' : 'The video’s id'}
                placeholder="video_…"
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
                value={foundId}
                onChange={(event) => setFoundId(event.target.value)}
                {...errorAt('operationId')}
              />
            </div>
            <Button size="small" icon={Link2} type="submit" disabled={!isNoted || foundId.trim() === ''} busy={fetching}>
              It is this video
            </Button>
          </form>
        </fieldset>
        <fieldset className="flex flex-col items-start gap-2">
          <legend className="mb-1 font-medium text-text">It is not there, or nobody can tell</legend>
          <Button size="small" icon={RotateCcw} disabled={!isNoted} busy={fetching} onClick={() => void send({ decision: 'RECREATE' })}>
            It was never started: render again
          </Button>
          <Button size="small" icon={Ban} disabled={!isNoted} busy={fetching} onClick={() => void send({ decision: 'WRITE_OFF' })}>
            Give it up, count {cost} as spent
          </Button>
          <p className="text-sm">If it was started after all, rendering again pays {cost} a second time.</p>
        </fieldset>
        {refused?.field === null && (
          <p role="alert" className="text-failed">
            {refused.message}
          </p>
        )}
      </div>
    </Notice>
  );
}
