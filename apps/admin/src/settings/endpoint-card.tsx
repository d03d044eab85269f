import { CirclePause, FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { countOf, formatCount, formatMoment } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { refusalOf } from '../ui/refusal.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { EndpointLimitsDialog } from './endpoint-limits-dialog.tsx';

export const EndpointFragment = graphql(`
  fragment EndpointCard_Endpoint on Endpoint {
    id
    name
    dialect
    isSandbox
    status
    pausedBecause
    level
    probedAt
    waiting
    backoffUntil
    keyDoubt {
      disputedRenders
      unknownVideos
    }
    limits {
      inFlight
      requestsPerMinute
      requestsPerDay
      finalsFirst
    }
    use {
      inFlight
      inFlightNow
      lastMinute
      requestsPerMinuteNow
      today
      sharePercent
      heldBackBecause
    }
  }
`);

const PauseEndpointMutation = graphql(`
  mutation PauseEndpoint($endpointId: ID!, $reason: String!) {
    pauseEndpoint(input: { endpointId: $endpointId, reason: $reason }) {
      __typename
      ... on PauseEndpointSuccess {
        endpoint {
          ...EndpointCard_Endpoint
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const ResumeEndpointMutation = graphql(`
  mutation ResumeEndpoint($endpointId: ID!) {
    resumeEndpoint(input: { endpointId: $endpointId }) {
      __typename
      ... on ResumeEndpointSuccess {
        endpoint {
          ...EndpointCard_Endpoint
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const LEVELS = {
  L0: 'Takes an idempotency key: a request can safely be repeated.',
  L1: 'Echoes a tag of ours: a lost answer is always found again.',
  L2: 'Lists prompts: a lost answer is found again by its words.',
  L3: 'Lists without prompts: one request in doubt at a time.',
  L4: 'Has no list: a lost answer always waits for a person.',
} as const;

const STATUSES = {
  ACTIVE: { word: 'Active', look: 'text-ready' },
  PROBING: { word: 'Tried with one request', look: 'text-rendering' },
  PAUSED: { word: 'Paused', look: 'text-parked' },
} as const;

/** One provider's address: whether it is sent to, what it allows, what is in use, and why something waits. */
export function EndpointCard({ endpoint, mayWrite }: { endpoint: FragmentType<typeof EndpointFragment>; mayWrite: boolean }) {
  const shown = readFragment(EndpointFragment, endpoint);
  const [pausing, pause] = useMutation(PauseEndpointMutation);
  const [resuming, resume] = useMutation(ResumeEndpointMutation);
  const [limiting, setLimiting] = useState(false);
  const { id, limits, use, status } = shown;
  const tell = (refusal: { message: string } | null) => refusal && toast.error(refusal.message);
  const doPause = async () => {
    const { data, error } = await pause({ endpointId: id, reason: 'Paused by hand.' });
    tell(refusalOf(data?.pauseEndpoint, error));
  };
  const doResume = async () => {
    const { data, error } = await resume({ endpointId: id });
    tell(refusalOf(data?.resumeEndpoint, error));
  };
  return (
    <li className="flex flex-col gap-3 rounded-xl border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-lg font-semibold">{shown.name}</h2>
        <span className={`text-sm font-medium ${STATUSES[status].look}`}>{STATUSES[status].word}</span>
        {shown.isSandbox && (
          <span className="inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-sm text-muted">
            <FlaskConical aria-hidden className="size-3.5" />
            Play money
          </span>
        )}
        <Tooltip says={LEVELS[shown.level]}>
          <span tabIndex={0} className="rounded-full border px-2 text-sm text-muted">
            {shown.level}
          </span>
        </Tooltip>
        <span className="text-sm text-faint">{shown.dialect.toLowerCase().replace('_', '-')}</span>
        <div className="grow" />
        {mayWrite && (
          <>
            <Button size="small" look="quiet" onClick={() => setLimiting(true)}>
              Limits…
            </Button>
            {status === 'PAUSED' ? (
              <Button size="small" icon={Play} busy={resuming.fetching} onClick={() => void doResume()}>
                Try it again
              </Button>
            ) : (
              <Button size="small" icon={CirclePause} busy={pausing.fetching} onClick={() => void doPause()}>
                Pause
              </Button>
            )}
          </>
        )}
      </div>
      {shown.pausedBecause != null && status !== 'ACTIVE' && <Notice look="warning">{shown.pausedBecause}</Notice>}
      {shown.keyDoubt && <KeyDoubt {...shown.keyDoubt} />}
      {use && (
        <dl className="figures grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
          <Figure term="In flight" value={use.inFlight} of={limits.inFlight} now={use.inFlightNow} />
          <Figure
            term="Last minute"
            value={limits.requestsPerMinute == null ? null : use.lastMinute}
            of={limits.requestsPerMinute}
            now={use.requestsPerMinuteNow}
          />
          <Figure term="Today, UTC" value={limits.requestsPerDay == null ? null : use.today} of={limits.requestsPerDay} />
          <Figure term="Your cells waiting" value={shown.waiting} of={null} />
        </dl>
      )}
      {use?.heldBackBecause != null && status === 'ACTIVE' && <p className="text-sm text-muted">{use.heldBackBecause}</p>}
      {shown.backoffUntil != null && (
        <p className="text-sm text-muted">The provider asked to wait until {formatMoment(shown.backoffUntil)}.</p>
      )}
      <EndpointLimitsDialog endpointId={id} name={shown.name} limits={limits} open={limiting} onOpenChange={setLimiting} />
    </li>
  );
}

/** Videos that can not be ours are made there: told while any of them is still to be explained. */
function KeyDoubt({ disputedRenders, unknownVideos }: { disputedRenders: number; unknownVideos: number }) {
  const signs = [
    ...(disputedRenders > 0 ? [`${countOf(disputedRenders, 'parked render')} with several videos that match`] : []),
    ...(unknownVideos > 0 ? [`${countOf(unknownVideos, 'video')} that no render asked for`] : []),
  ];
  return (
    <Notice look="warning" title="Somebody else seems to use this key">
      {signs.join(', and ')}. Lost answers can then not be told apart: give Dailies a key of its own.
    </Notice>
  );
}

/** `12 of 64`; the smaller number in use after trouble is told beside it. Null is not counted, because nothing limits it. */
function Figure({
  term,
  value,
  of,
  now,
}: {
  term: string;
  value: number | null;
  of: number | null | undefined;
  now?: number | null | undefined;
}) {
  return (
    <div>
      <dt className="text-sm text-faint">{term}</dt>
      <dd>
        {value === null ? (
          <span className="text-muted">no limit</span>
        ) : (
          <span className="text-lg font-semibold">{formatCount(value)}</span>
        )}
        {of != null && <span className="text-muted"> of {formatCount(of)}</span>}
        {now != null && of != null && now < of && <span className="text-sm text-parked"> · {formatCount(now)} for now</span>}
      </dd>
    </div>
  );
}
