import { BookOpen, CircleCheck, Grid3x3, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatCount, formatMicros } from '../ui/format.ts';
import { LoadError } from '../ui/load-error.tsx';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { BlockedGroups } from './blocked-groups.tsx';
import { useCellActions } from './matrix/cell-actions.ts';

const FailuresQuery = graphql(`
  query Failures($campaignId: ID!) {
    campaign(id: $campaignId) {
      id
      status
      failures {
        code
        message
        retryable
        count
        fetchable
        retryMicros
        anewMicros
      }
      plan {
        hash
        ...BlockedGroups_Plan
      }
    }
  }
`);

interface FailuresDrawerProps {
  campaignId: string;
  /** How many cells have failed by now; a change asks again. */
  failed: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Shows only the cells that failed for this reason. */
  onShow: (code: string) => void;
  /** Shows only the cells that the plan does not send. */
  onShowBlocked: () => void;
}

/** What failed and what was never sent, by cause: how many, in calm words, and what to do. */
export function FailuresDrawer({ campaignId, failed, open, onOpenChange, onShow, onShowBlocked }: FailuresDrawerProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: FailuresQuery,
    variables: { campaignId },
    requestPolicy: 'cache-and-network',
    pause: !open,
  });
  const { busy, retry } = useCellActions(campaignId);
  const askedAt = useRef(failed);
  useEffect(() => {
    if (open && askedAt.current !== failed) refetch({ requestPolicy: 'network-only' });
    askedAt.current = failed;
  }, [open, failed, refetch]);
  const campaign = data?.campaign;
  const failures = campaign?.failures;
  const editable = campaign?.status === 'DRAFT' || campaign?.status === 'PLANNED';
  return (
    <Dialog
      place="side"
      open={open}
      onOpenChange={onOpenChange}
      title={editable ? 'What is not sent, and why' : 'What failed, and why'}
      description={
        editable
          ? 'Nothing is rendered or paid for these cells.'
          : 'A retry fetches at no cost what is paid and may still be offered; the rest is paid for as a new render.'
      }
    >
      {error && <LoadError error={error} stale={failures !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!campaign && fetching && <Loading />}
      {!editable && failures?.length === 0 && (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden className="size-4 text-ready" />
          Nothing has failed.
        </p>
      )}
      <ul className="flex flex-col gap-3">
        {failures?.map(({ code, message, retryable, count, fetchable, retryMicros, anewMicros }) => (
          <li key={code} className="rounded-lg border bg-surface p-3">
            <p className="flex items-baseline gap-2.5">
              <span className="figures text-xl font-semibold text-failed">{formatCount(count)}</span>
              <span>{message}</span>
            </p>
            <p className="mt-1 font-mono text-sm break-words text-faint">{code}</p>
            {!retryable && (
              <p className="mt-2 text-sm text-muted">A retry would fail the same way: change the prompt, or leave these out.</p>
            )}
            <div className="mt-3 flex flex-wrap gap-2">
              {retryable && (
                <Button size="small" icon={RotateCcw} busy={busy} onClick={() => void retry({ failureCodes: [code] })}>
                  {retryWords({ count, fetchable, retryMicros })}
                </Button>
              )}
              {fetchable > 0 && (
                <Button size="small" look="quiet" busy={busy} onClick={() => void retry({ failureCodes: [code], renderAnew: true })}>
                  Render {count === 1 ? 'it' : `all ${formatCount(count)}`} anew, {formatMicros(anewMicros)}
                </Button>
              )}
              <Button size="small" look="quiet" icon={Grid3x3} onClick={() => onShow(code)}>
                Show {count === 1 ? 'the cell' : 'these cells'}
              </Button>
              <a
                href={`/help/failures#${code}`}
                target="_blank"
                rel="noreferrer"
                aria-label={`What ${code} means`}
                className={buttonClass({ size: 'small', look: 'quiet' })}
              >
                <BookOpen aria-hidden className="size-4" />
                What it means
              </a>
            </div>
          </li>
        ))}
      </ul>
      {campaign?.plan && (
        <div className={failures && failures.length > 0 ? 'mt-6' : ''}>
          <BlockedGroups plan={campaign.plan} campaignId={campaignId} editable={editable} onShow={onShowBlocked} />
        </div>
      )}
    </Dialog>
  );
}

/** What a retry does and costs: `Fetch 3 again, $0.00 · render 5 again, $2.00`. */
function retryWords({ count, fetchable, retryMicros }: { count: number; fetchable: number; retryMicros: number }): string {
  const rest = count - fetchable;
  const parts = [
    ...(fetchable > 0 ? [`fetch ${formatCount(fetchable)} again, ${formatMicros(0)}`] : []),
    ...(rest > 0 ? [`render ${formatCount(rest)} again, ${formatMicros(retryMicros)}`] : []),
  ];
  const words = parts.join(' · ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Loading() {
  return (
    <AfterAMoment>
      <div role="status" aria-label="Loading the causes" className="flex flex-col gap-3">
        <Skeleton className="h-32" />
        <Skeleton className="h-32" />
      </div>
    </AfterAMoment>
  );
}
