import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { countOf, formatCount, formatMicros } from '../../ui/format.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { Notice } from '../../ui/notice.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { sumChosen, type ChosenRender, type ChosenSum } from './parked-words.ts';

const DecideManyMutation = graphql(`
  mutation DecideParkedRenders($input: DecideParkedRendersInput!) {
    decideParkedRenders(input: $input) {
      __typename
      ... on DecideParkedRendersSuccess {
        decided {
          id
          status
          ...ParkedRender_Render
        }
        refused {
          renderId
          message
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

export type ManyDecision = 'RECREATE' | 'WRITE_OFF';

/** Renders of one request; more are sent in several. */
const IDS_MAX = 100;

interface DecideManyProps {
  decision: ManyDecision;
  chosen: readonly ChosenRender[];
  onClose: () => void;
  onDecided: () => void;
}

/** What one decision does to all chosen renders, added up before it is made, and the note it needs. */
export function DecideManyDialog({ decision, chosen, onClose, onDecided }: DecideManyProps) {
  const sum = sumChosen(chosen);
  const { busy, refused, kept, decide } = useDecideMany(decision, chosen);
  const [note, setNote] = useState('');
  const cost = formatMicros(sum.micros);
  const isAgain = decision === 'RECREATE';
  const doDecide = async () => {
    const left = await decide(note);
    if (left === null) return;
    onDecided();
    if (left === 0) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={isAgain ? `Render ${countOf(sum.count, 'parked render')} again?` : `Count ${countOf(sum.count, 'parked render')} as lost?`}
      description={
        isAgain
          ? `Nobody knows whether they were started. If all of them were, ${cost} is paid a second time.`
          : `${cost} counts as spent, and the cells fail. A video that turns up later costs nothing more.`
      }
      footer={
        kept.length > 0 ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Not now</Button>
            <Button
              look={isAgain ? 'primary' : 'danger'}
              disabled={note.trim() === ''}
              busy={busy}
              onClick={() => void doDecide()}
              className="h-auto! min-h-8 py-1 whitespace-normal!"
            >
              {isAgain
                ? `Render ${formatCount(sum.count)} again – may cost ${cost} twice`
                : `Count ${formatCount(sum.count)} as lost – ${cost}`}
            </Button>
          </>
        )
      }
    >
      {kept.length > 0 ? <KeptParked kept={kept} /> : <Preview sum={sum} isAgain={isAgain} />}
      {kept.length === 0 && (
        <div className="mt-4">
          <TextArea
            label="What you found"
            hint="Kept with each of them, with your name."
            placeholder="Nothing of that hour in the console"
            rows={2}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            {...(refused !== null && { error: refused })}
          />
        </div>
      )}
    </Dialog>
  );
}

function Preview({ sum, isAgain }: { sum: ChosenSum; isAgain: boolean }) {
  return (
    <div className="flex flex-col gap-3">
      <table className="figures w-full">
        <thead className="sr-only">
          <tr>
            <th>Campaign</th>
            <th>Renders</th>
            <th>{isAgain ? 'At risk' : 'Counts as spent'}</th>
          </tr>
        </thead>
        <tbody>
          {sum.campaigns.map(({ id, name, count, micros }) => (
            <tr key={id}>
              <th scope="row" className="max-w-0 truncate py-0.5 pr-3 text-left font-normal" title={name}>
                {name}
              </th>
              <td className="w-24 text-right whitespace-nowrap text-muted">{countOf(count, 'render')}</td>
              <td className="w-24 text-right">{formatMicros(micros)}</td>
            </tr>
          ))}
          <tr className="border-t font-medium">
            <th scope="row" className="pt-1.5 text-left font-medium">
              {isAgain ? 'At risk of being paid twice' : 'Counts as spent'}
            </th>
            <td className="pt-1.5 text-right whitespace-nowrap">{countOf(sum.count, 'render')}</td>
            <td className="pt-1.5 text-right">{formatMicros(sum.micros)}</td>
          </tr>
        </tbody>
      </table>
      {isAgain && <p className="text-muted">Nothing more is reserved: each is rendered with the money it holds.</p>}
      {sum.disputed > 0 && (
        <Notice look="warning">
          {sum.disputed === 1 ? 'One of them has videos' : `${formatCount(sum.disputed)} of them have videos`} at the provider that may be
          its own. Look at those first: adopting one costs nothing more.
        </Notice>
      )}
      {isAgain && sum.stuck > 0 && (
        <Notice>
          {formatCount(sum.stuck)} of them {sum.stuck === 1 ? 'is' : 'are'} of a campaign that has ended: nothing new is rendered there, so
          they stay parked.
        </Notice>
      )}
    </div>
  );
}

/** Those to which nothing happened, by reason. */
function KeptParked({ kept }: { kept: readonly string[] }) {
  const reasons = Map.groupBy(kept, (message) => message);
  return (
    <Notice look="warning" title={`Nothing happened to ${formatCount(kept.length)} of them`}>
      <ul className="flex flex-col gap-1">
        {[...reasons].map(([message, same]) => (
          <li key={message} className="figures">
            {formatCount(same.length)} × {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Sends the decision, a hundred renders a request. `decide` answers how many were refused, or null where it could not be sent. */
function useDecideMany(decision: ManyDecision, chosen: readonly ChosenRender[]) {
  const [{ fetching }, mutate] = useMutation(DecideManyMutation);
  const [key, setKey] = useState(newKey);
  const [refused, setRefused] = useState<string | null>(null);
  const [kept, setKept] = useState<readonly string[]>([]);
  const decide = async (note: string): Promise<number | null> => {
    setRefused(null);
    const left: string[] = [];
    let decided = 0;
    for (let start = 0; start < chosen.length; start += IDS_MAX) {
      const renderIds = chosen.slice(start, start + IDS_MAX).map(({ id }) => id);
      const { data, error } = await mutate({ input: { renderIds, decision, note, idempotencyKey: key } });
      const answer = data?.decideParkedRenders;
      const refusal = refusalOf(answer, error);
      if (refusal || answer?.__typename !== 'DecideParkedRendersSuccess') {
        if (refusal?.code !== 'UNREACHABLE') setKey(newKey());
        setRefused(refusal?.message ?? 'The server gave no answer. Try again.');
        return null;
      }
      decided += answer.decided.length;
      left.push(...answer.refused.map(({ message }) => message));
    }
    if (decided > 0)
      toast.success(
        decision === 'RECREATE' ? `${countOf(decided, 'cell')} will be rendered again` : `${countOf(decided, 'render')} counted as lost`,
      );
    setKept(left);
    return left.length;
  };
  return { busy: fetching, refused, kept, decide };
}
