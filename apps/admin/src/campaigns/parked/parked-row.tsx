import { Link } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatMicros, ratioOf } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ParkedDecision } from './parked-decision.tsx';
import { causeSentence, type ChosenRender } from './parked-words.ts';

export const ParkedRowFragment = graphql(`
  fragment ParkedRow_Render on Render {
    id
    attempt
    endpoint {
      id
      name
    }
    parked {
      since
      cause
      disputedIds
      mayCostMicros
    }
    variant {
      id
      index
      size
      seconds
      presetName
      prompt {
        n
        key
        text
      }
      model {
        id
        name
      }
      campaign {
        id
        name
        status
      }
    }
    ...ParkedRender_Render
  }
`);

/** A campaign of these takes no new attempt any more. */
const ENDED = new Set(['CANCELLED', 'ARCHIVED']);

/** What choosing this row means; null once it does not wait any more. */
export function chosenOf(render: FragmentType<typeof ParkedRowFragment>): ChosenRender | null {
  const { id, parked, variant } = readFragment(ParkedRowFragment, render);
  if (!parked) return null;
  const { id: campaignId, name, status } = variant.campaign;
  return {
    id,
    micros: parked.mayCostMicros,
    disputed: parked.disputedIds.length,
    campaign: { id: campaignId, name, takesRenders: !ENDED.has(status) },
  };
}

interface ParkedRowProps {
  render: FragmentType<typeof ParkedRowFragment>;
  chosen: boolean;
  mayDecide: boolean;
  onChoose: (id: string, on: boolean) => void;
}

/** One render that waits: which cell of which campaign, why, since when, what is at risk; opened, what can be decided. */
export function ParkedRow({ render, chosen, mayDecide, onChoose }: ParkedRowProps) {
  const row = readFragment(ParkedRowFragment, render);
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const { parked, variant } = row;
  if (!parked) return null;
  const words = wordsOf(variant);
  return (
    <li className={classNames('px-4 py-3', chosen && 'bg-accent-soft/50')}>
      <div className="flex items-start gap-3">
        {mayDecide && (
          <label className="-m-1 grid size-7 shrink-0 cursor-pointer place-items-center">
            <input
              type="checkbox"
              className="size-4 accent-(--color-accent)"
              aria-label={`Choose “${words}”`}
              checked={chosen}
              onChange={(event) => onChoose(row.id, event.target.checked)}
            />
          </label>
        )}
        <div className="flex min-w-0 grow flex-wrap items-start gap-x-4 gap-y-1.5">
          <div className="min-w-0 grow basis-80">
            <p className="line-clamp-2 font-medium break-words">{words}</p>
            <p className="figures text-sm text-muted">
              <Link
                to="/campaigns/$campaignId"
                params={{ campaignId: variant.campaign.id }}
                search={{ cell: variant.index }}
                className="text-accent-text underline underline-offset-2"
              >
                {variant.campaign.name}
              </Link>{' '}
              · {variant.presetName ?? 'no preset'} · {ratioOf(variant.size)} · {variant.seconds} s · {variant.model.name}
              {row.attempt > 1 && ` · attempt ${row.attempt}`}
            </p>
            <p className="mt-1 text-parked">{causeSentence(parked.cause, parked.disputedIds.length)}</p>
            {parked.disputedIds.length > 0 && (
              <ul aria-label="Videos that may be this one" className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
                {parked.disputedIds.map((operationId) => (
                  <li key={operationId} className="flex max-w-full items-center gap-1 text-sm">
                    <span className="max-w-56 truncate font-mono text-muted">{operationId}</span>
                    <CopyButton text={operationId} label="Copy" />
                  </li>
                ))}
              </ul>
            )}
          </div>
          <div className="figures text-right whitespace-nowrap max-sm:text-left">
            <p>
              <span className="font-medium">{formatMicros(parked.mayCostMicros)}</span> <span className="text-muted">at risk</span>
            </p>
            <p className="text-sm text-muted">
              <RelativeTime at={parked.since} /> · {row.endpoint.name}
            </p>
          </div>
          {mayDecide && (
            <Button size="small" aria-expanded={open} aria-controls={panelId} onClick={() => setOpen(!open)}>
              Decide
              <ChevronDown aria-hidden className={classNames('size-3.5 transition-transform', open && 'rotate-180')} />
            </Button>
          )}
        </div>
      </div>
      <div id={panelId} className="mt-3 max-w-2xl empty:hidden sm:ml-8">
        {open && <ParkedDecision render={row} />}
      </div>
    </li>
  );
}

function wordsOf({ prompt }: DocumentType<typeof ParkedRowFragment>['variant']): string {
  return prompt?.text ?? prompt?.key ?? `Prompt ${(prompt?.n ?? 0) + 1}`;
}
