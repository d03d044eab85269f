import { CircleCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql';
import { Dialog } from '../ui/dialog.tsx';
import { LoadError } from '../ui/load-error.tsx';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { BlockedGroups } from './blocked-groups.tsx';
import { FailureGroup } from './failure-group.tsx';

const FailuresQuery = graphql(`
  query Failures($campaignId: ID!) {
    campaign(id: $campaignId) {
      id
      status
      failures {
        code
        ...FailureGroup_Cause
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
  onReplan: () => void;
  /** Shows only the cells that the plan does not send. */
  onShowBlocked: () => void;
}

/** What failed and what was never sent, by cause: how many, in calm words, and what to do. */
export function FailuresDrawer({ campaignId, failed, open, onOpenChange, onShow, onReplan, onShowBlocked }: FailuresDrawerProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: FailuresQuery,
    variables: { campaignId },
    requestPolicy: 'cache-and-network',
    pause: !open,
  });
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
        {failures?.map((cause) => (
          <FailureGroup key={cause.code} campaignId={campaignId} cause={cause} onShow={onShow} onReplan={onReplan} />
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
