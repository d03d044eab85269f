import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useMutation, useQuery } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatMicros } from '../ui/format.ts';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { refusalOf } from '../ui/refusal.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

export const OrphanFragment = graphql(`
  fragment OrphanRow_Orphan on Orphan {
    id
    operationId
    kind
    foundAt
    deletedAt
    lossMicros
    model
    prompt
    seconds
    size
    endpoint {
      id
      name
    }
    campaign {
      id
      name
    }
  }
`);

const DeleteOrphanMutation = graphql(`
  mutation DeleteOrphan($orphanId: ID!) {
    deleteOrphan(input: { orphanId: $orphanId }) {
      __typename
      ... on DeleteOrphanSuccess {
        orphan {
          ...OrphanRow_Orphan
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const KINDS = {
  DUPLICATE: 'Rendered twice',
  UNKNOWN: 'Nobody asked for it',
  STRANGER: 'Older than this installation',
} as const;

const OrphanPageQuery = graphql(`
  query OrphanPage($after: String, $onlyDeleted: Boolean!) {
    orphans(first: 50, after: $after, onlyDeleted: $onlyDeleted) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...OrphanRow_Orphan
      }
    }
  }
`);

interface OrphanListProps {
  onlyDeleted: boolean;
  mayDelete: boolean;
  /** Grows when the list should be asked again. */
  beat: number;
}

/** Videos at providers that no render of ours has, page below page: what they are, what they cost, and a way to delete them there. */
export function OrphanList(props: OrphanListProps) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return (
    <ul aria-label="Videos without a render" className="divide-y rounded-xl border bg-surface">
      {cursors.map((after, place) => (
        <OrphanPage
          key={after ?? 'first'}
          {...props}
          after={after}
          onMore={place === cursors.length - 1 ? (end) => setCursors([...cursors, end]) : null}
        />
      ))}
    </ul>
  );
}

interface OrphanPageProps extends OrphanListProps {
  after: string | null;
  /** Of the last page: shows the one behind the cursor too. */
  onMore: ((endCursor: string) => void) | null;
}

function OrphanPage({ after, onlyDeleted, mayDelete, beat, onMore }: OrphanPageProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: OrphanPageQuery,
    variables: { after, onlyDeleted },
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => {
    if (beat > 0) refetch({ requestPolicy: 'network-only' });
  }, [beat, refetch]);
  const page = useKept(data?.orphans, `${after} ${onlyDeleted}`);
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      {error && (
        <li className="pt-3">
          <LoadError error={error} stale={page != null} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
        </li>
      )}
      {!page && fetching && (
        <li className="p-4">
          <AfterAMoment>
            <Skeleton className="h-10" />
          </AfterAMoment>
        </li>
      )}
      {page?.nodes.map((node) => (
        <OrphanRow key={node.id} orphan={node} mayDelete={mayDelete} />
      ))}
      {onMore && end != null && (
        <li className="flex justify-center p-3">
          <Button onClick={() => onMore(end)}>Show more</Button>
        </li>
      )}
    </>
  );
}

function OrphanRow({ orphan: one, mayDelete }: { orphan: FragmentType<typeof OrphanFragment>; mayDelete: boolean }) {
  const orphan = readFragment(OrphanFragment, one);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 grow basis-72">
        <p className="truncate font-medium">{orphan.prompt ?? 'The provider does not tell its prompt.'}</p>
        <p className="figures text-sm text-muted">
          {KINDS[orphan.kind]} · {orphan.endpoint.name}
          {orphan.model != null && ` · ${orphan.model}`}
          {orphan.seconds != null && ` · ${orphan.seconds} s`}
          {orphan.size != null && ` · ${orphan.size.replace('x', ' × ')}`} · found <RelativeTime at={orphan.foundAt} />
          {orphan.campaign && (
            <>
              {' · '}
              <Link
                to="/campaigns/$campaignId"
                params={{ campaignId: orphan.campaign.id }}
                className="text-accent-text underline underline-offset-2"
              >
                {orphan.campaign.name}
              </Link>
            </>
          )}
        </p>
      </div>
      <span className="figures text-right font-medium">
        {orphan.lossMicros == null ? <span className="text-muted">no cost</span> : formatMicros(orphan.lossMicros)}
      </span>
      <CopyButton text={orphan.operationId} label="Copy provider id" />
      {orphan.deletedAt == null ? (
        mayDelete && <DeleteButton orphanId={orphan.id} />
      ) : (
        <span className="text-sm text-muted">
          deleted <RelativeTime at={orphan.deletedAt} />
        </span>
      )}
    </li>
  );
}

/** Asks once more, because nothing brings the video back. */
function DeleteButton({ orphanId }: { orphanId: string }) {
  const [isAsked, setAsked] = useState(false);
  const [{ fetching }, remove] = useMutation(DeleteOrphanMutation);
  const doRemove = async () => {
    const { data, error } = await remove({ orphanId });
    const refusal = refusalOf(data?.deleteOrphan, error);
    if (refusal) toast.error(refusal.message);
    setAsked(false);
  };
  return (
    <>
      <Button size="small" icon={Trash2} onClick={() => setAsked(true)}>
        Delete there
      </Button>
      <Dialog
        open={isAsked}
        onOpenChange={setAsked}
        title="Delete this video at the provider?"
        description="We have no copy of it. What it cost stays booked."
        footer={
          <>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
            <Button look="danger" busy={fetching} onClick={() => void doRemove()}>
              Delete the video
            </Button>
          </>
        }
      >
        <p className="text-pretty">It can not be brought back. Download it from the provider first if somebody may want it.</p>
      </Dialog>
    </>
  );
}
