import { Archive, Check, ImageOff, Images, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation, useQuery } from 'urql';
import { graphql, readFragment } from '../../gql';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { pixelsOf } from '../../ui/format.ts';
import { LoadError } from '../../ui/load-error.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { AfterAMoment, Skeleton } from '../../ui/skeleton.tsx';
import { ReferencePictureFragment, ROLE_WORDS, type ReferencePicture } from '../reference-picture.ts';
import { misfitsOf, sizeOf } from './reference-fit.ts';

const ReferenceLibraryQuery = graphql(`
  query ReferenceLibrary($after: String) {
    references(first: 24, after: $after) {
      edges {
        node {
          id
          archived
          ...ReferencePicture_Reference
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const ArchiveReferenceMutation = graphql(`
  mutation ArchiveReference($referenceId: ID!) {
    archiveReference(input: { referenceId: $referenceId }) {
      __typename
      ... on ArchiveReferenceSuccess {
        reference {
          id
          archived
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface LibraryProps {
  chosenId: string | null;
  /** Chosen sizes: a picture of other pixels says that it does not fit. */
  sizes: readonly string[];
  onChoose: (reference: ReferencePicture) => void;
}

/** A button that opens the pictures of the workspace; one of them can be chosen. */
export function ReferenceLibraryButton({ onChoose, ...rest }: LibraryProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={Images} onClick={() => setOpen(true)}>
        From the library
      </Button>
      <Dialog
        place="side"
        open={open}
        onOpenChange={setOpen}
        title="Reference pictures"
        description="Newest first. The pixels have to be those of the clip."
      >
        {open && <Library {...rest} onChoose={(reference) => (onChoose(reference), setOpen(false))} />}
      </Dialog>
    </>
  );
}

function Library({ chosenId, sizes, onChoose }: LibraryProps) {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: ReferenceLibraryQuery,
    variables: { after },
    requestPolicy: 'cache-and-network',
  });
  const [, archive] = useMutation(ArchiveReferenceMutation);
  const page = data?.references.pageInfo;
  const pictures = data?.references.edges
    .filter(({ node }) => !node.archived)
    .map(({ node }) => readFragment(ReferencePictureFragment, node));
  const takeOut = async (id: string) => {
    const { data: answer, error: failure } = await archive({ referenceId: id });
    const refusal = refusalOf(answer?.archiveReference, failure);
    if (refusal) toast.error(refusal.message);
    else toast.success('Taken out of the library. Campaigns that use it keep it.');
  };
  return (
    <div className="flex flex-col gap-3">
      {error && <LoadError error={error} stale={pictures !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!pictures && fetching && <Loading />}
      {pictures?.length === 0 && (
        <p className="flex flex-col items-center gap-2 py-12 text-center text-muted">
          <ImageOff aria-hidden className="size-6" strokeWidth={1.5} />
          No picture yet. What you upload for a campaign appears here.
        </p>
      )}
      <ul className="grid grid-cols-2 gap-2">
        {pictures?.map((picture) => (
          <li key={picture.id} className="group relative">
            <PictureCard picture={picture} chosen={picture.id === chosenId} sizes={sizes} onChoose={() => onChoose(picture)} />
            {picture.id !== chosenId && (
              <IconButton
                icon={Archive}
                label={`Take ${picture.name} out of the library`}
                onClick={() => void takeOut(picture.id)}
                className="absolute top-1.5 right-1.5 size-7! bg-raised shadow-raised opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
              />
            )}
          </li>
        ))}
      </ul>
      {page?.hasNextPage === true && (
        <Button className="self-center" busy={fetching} onClick={() => setAfter(page.endCursor)}>
          Show more
        </Button>
      )}
    </div>
  );
}

interface PictureCardProps {
  picture: ReferencePicture;
  chosen: boolean;
  sizes: readonly string[];
  onChoose: () => void;
}

function PictureCard({ picture, chosen, sizes, onChoose }: PictureCardProps) {
  const misfits = misfitsOf(picture, sizes).length;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className="flex w-full flex-col overflow-hidden rounded-lg border bg-surface text-left transition-colors hover:border-line-strong aria-pressed:border-accent-text"
    >
      <img src={picture.url} alt="" loading="lazy" className="h-32 w-full bg-sunken object-contain" />
      <span className="flex w-full flex-col p-2.5">
        <span className="truncate font-medium" title={picture.name}>
          {picture.name}
        </span>
        <span className="figures text-sm text-muted">
          {ROLE_WORDS[picture.role].word} · {pixelsOf(sizeOf(picture))}
        </span>
        {misfits > 0 ? (
          <span className="mt-1 flex items-center gap-1 text-sm text-blocked">
            <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
            {misfits === sizes.length ? 'Other pixels than the clips' : 'Fits some sizes'}
          </span>
        ) : (
          <span className="mt-1 flex items-center gap-1 text-sm text-ready">
            <Check aria-hidden className="size-3.5 shrink-0" />
            {chosen ? 'Chosen' : 'Fits'}
          </span>
        )}
      </span>
    </button>
  );
}

function Loading() {
  return (
    <AfterAMoment>
      <div role="status" aria-label="Loading the library" className="grid grid-cols-2 gap-2">
        {Array.from({ length: 4 }, (_, place) => (
          <Skeleton key={place} className="h-52" />
        ))}
      </div>
    </AfterAMoment>
  );
}
