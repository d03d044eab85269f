import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatMicros } from '../ui/format.ts';
import { refusalOf } from '../ui/refusal.ts';
import { RelativeTime } from '../ui/relative-time.tsx';

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

interface OrphanListProps {
  orphans: readonly FragmentType<typeof OrphanFragment>[];
  mayDelete: boolean;
}

/** Videos at providers that no render of ours has: what they are, what they cost, and a way to delete them there. */
export function OrphanList({ orphans, mayDelete }: OrphanListProps) {
  return (
    <ul className="divide-y rounded-xl border bg-surface">
      {orphans.map((one) => (
        <OrphanRow key={readFragment(OrphanFragment, one).id} orphan={one} mayDelete={mayDelete} />
      ))}
    </ul>
  );
}

function OrphanRow({ orphan: one, mayDelete }: { orphan: OrphanListProps['orphans'][number]; mayDelete: boolean }) {
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
          {orphan.campaign && ` · ${orphan.campaign.name}`}
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
