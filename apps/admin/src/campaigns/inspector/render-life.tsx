import { CircleAlert } from 'lucide-react';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatMicros, formatMoment } from '../../ui/format.ts';
import { publicIdOf } from '../../ui/public-id.ts';
import { isOpen } from './open-render.ts';
import { eventLook } from './event-words.ts';

export const RenderLifeFragment = graphql(`
  fragment RenderLife_Render on Render {
    id
    status
    attempt
    operationId
    costMicros
    holdMicros
    startedAt
    endedAt
    failure {
      code
      message
      note
      helpUrl
    }
    endpoint {
      id
      name
    }
    events {
      seq
      kind
      at
      decision
      note
      code
      costMicros
      actor {
        id
        name
      }
    }
  }
`);

/** One attempt from intent to stored clip: each step with its moment and how long it took. */
export function RenderLife({ render, latest }: { render: FragmentType<typeof RenderLifeFragment>; latest: boolean }) {
  const life = readFragment(RenderLifeFragment, render);
  return (
    <details open={latest} className="group/life border-t first:border-t-0">
      <summary className="figures flex cursor-pointer items-center justify-between gap-2 py-2">
        <span className="font-medium">
          Attempt {life.attempt} <span className="font-normal text-muted">· {life.endpoint.name}</span>
        </span>
        <span className="text-muted">{moneyOf(life)}</span>
      </summary>
      <ol className="ml-1.5 border-l pb-2">
        {life.events.map((event, place) => (
          <Step key={`${event.seq ?? place} ${event.kind}`} event={event} before={life.events[place - 1]?.at} />
        ))}
        {life.events.length === 0 && <li className="pl-4 text-muted">Nothing has happened yet.</li>}
      </ol>
      {life.failure && (
        <div className="mb-2 rounded-md bg-failed/8 p-2">
          <p className="flex gap-2">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
            <span>{life.failure.message}</span>
          </p>
          <p className="mt-1 flex min-h-6 flex-wrap items-center gap-x-3 pl-6 text-sm">
            <span className="font-mono break-all text-muted">{life.failure.code}</span>
            <a href={life.failure.helpUrl} target="_blank" rel="noreferrer" className="py-1 text-accent-text hover:underline">
              What it means
            </a>
          </p>
          {life.failure.note && <p className="mt-1 pl-6 text-sm break-words text-muted">{noteWords(life.failure)}</p>}
        </div>
      )}
      <div className="mb-2 flex flex-wrap gap-1">
        <CopyButton text={publicIdOf(life.id)} label="Copy render id" />
        {life.operationId !== null && <CopyButton text={life.operationId} label="Copy provider id" />}
      </div>
    </details>
  );
}

/** A lost submission was never answered: its note is ours. */
function noteWords({ code, note }: { code: string; note?: string | null | undefined }): string {
  return code.startsWith('submission_') ? `What we know: ${note}.` : `The provider said: ${note}`;
}

function moneyOf({ status, costMicros, holdMicros }: DocumentType<typeof RenderLifeFragment>): string {
  if (costMicros !== null) return formatMicros(costMicros);
  return isOpen(status) ? `${formatMicros(holdMicros)} held` : 'not billed';
}

type LifeEvent = DocumentType<typeof RenderLifeFragment>['events'][number];

function Step({ event, before }: { event: LifeEvent; before: string | undefined }) {
  const { word, dot } = eventLook(event);
  const tookMs = before === undefined ? null : Date.parse(event.at) - Date.parse(before);
  return (
    <li className="relative py-0.5 pl-4">
      <span aria-hidden className={`absolute top-2 -left-[4.5px] size-2 rounded-full ring-2 ring-surface ${dot}`} />
      <div className="flex items-baseline justify-between gap-2">
        <span>{word}</span>
        <time className="figures text-sm whitespace-nowrap text-faint" dateTime={event.at} title={formatMoment(event.at)}>
          {tookMs === null ? new Date(event.at).toLocaleTimeString('en-GB') : `+${durationWords(tookMs)}`}
        </time>
      </div>
      {event.note != null && <p className="text-sm break-words text-muted">“{event.note}”</p>}
      <p className="figures flex flex-wrap gap-x-2 text-sm text-faint empty:hidden">
        {event.actor && <span>by {event.actor.name}</span>}
        {event.costMicros != null && <span>{formatMicros(event.costMicros)} booked</span>}
        {event.code != null && <span className="font-mono break-all">{event.code}</span>}
      </p>
    </li>
  );
}

function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
