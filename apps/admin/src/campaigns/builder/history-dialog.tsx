import { History, Plus, Star } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { countOf } from '../../ui/format.ts';
import { LoadError } from '../../ui/load-error.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

const PromptHistoryQuery = graphql(`
  query PromptHistory($search: String) {
    promptHistory(first: 30, search: $search) {
      nodes {
        hash
        text
        lastUsedAt
        readyCount
        failedCount
        winnersCount
        latestClip {
          id
          poster {
            url
          }
        }
      }
    }
  }
`);

/** A button that opens what was asked for before; a chosen prompt is added to the new ones. */
export function PromptHistoryButton({ onUse }: { onUse: (text: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={History} onClick={() => setOpen(true)}>
        From history
      </Button>
      <Dialog
        place="side"
        open={open}
        onOpenChange={setOpen}
        title="Prompts used before"
        description="Last used first, with what became of them."
      >
        {open && <HistoryList onUse={onUse} />}
      </Dialog>
    </>
  );
}

function HistoryList({ onUse }: { onUse: (text: string) => void }) {
  const [wanted, setWanted] = useState('');
  const search = useDeferredValue(wanted.trim());
  const [used, setUsed] = useState<ReadonlySet<string>>(new Set());
  const [{ data, error }, refetch] = useQuery({ query: PromptHistoryQuery, variables: { search }, requestPolicy: 'cache-and-network' });
  const entries = data?.promptHistory.nodes;
  return (
    <div className="flex flex-col gap-3">
      <TextField label="Search" hiddenLabel placeholder="Search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      {error && <LoadError error={error} stale={entries !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {entries?.length === 0 && (
        <p className="py-8 text-center text-muted">
          {search === '' ? 'Nothing was launched yet. What you launch appears here.' : `No prompt says “${search}”.`}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {entries?.map(({ hash, text, lastUsedAt, readyCount, failedCount, winnersCount, latestClip }) => (
          <li key={hash} className="flex gap-3 rounded-lg border bg-surface p-3">
            {latestClip && <img src={latestClip.poster.url} alt="" className="h-16 w-12 shrink-0 rounded-sm object-cover" />}
            <div className="min-w-0 grow">
              <p className="line-clamp-3 break-words">{text}</p>
              <p className="figures mt-1 flex flex-wrap items-center gap-x-2 text-sm text-muted">
                {countOf(readyCount, 'clip')}
                {failedCount > 0 && <span className="text-failed">{failedCount} failed</span>}
                {winnersCount > 0 && (
                  <span className="flex items-center gap-1">
                    <Star aria-hidden className="size-3 fill-current" />
                    {countOf(winnersCount, 'winner')}
                  </span>
                )}
                <RelativeTime at={lastUsedAt} />
              </p>
            </div>
            <Button
              size="small"
              look="quiet"
              icon={Plus}
              disabled={used.has(hash)}
              onClick={() => (onUse(text), setUsed(new Set([...used, hash])))}
            >
              {used.has(hash) ? 'Added' : 'Use'}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
