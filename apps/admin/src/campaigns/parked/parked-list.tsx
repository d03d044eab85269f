import { useCallback, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { useKept } from '../../ui/kept.ts';
import { LoadError } from '../../ui/load-error.tsx';
import { AfterAMoment, Skeleton } from '../../ui/skeleton.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { chosenOf, ParkedRow, type ParkedRowFragment } from './parked-row.tsx';
import type { ChosenRender } from './parked-words.ts';
import type { WaitingSearch } from './waiting-search.ts';

const ParkedPageQuery = graphql(`
  query ParkedPage($after: String, $causes: [ParkedCause!], $endpointId: ID, $campaignId: ID) {
    parkedRenders(first: 50, after: $after, causes: $causes, endpointId: $endpointId, campaignId: $campaignId) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...ParkedRow_Render
      }
    }
  }
`);

interface ParkedListProps {
  search: WaitingSearch;
  mayDecide: boolean;
  /** Grows when the list should be asked again. */
  beat: number;
}

/** Everything that waits, page below page, and what can be done with the rows that are chosen. */
export function ParkedList({ search, mayDecide, beat }: ParkedListProps) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [pages, setPages] = useState<ReadonlyMap<string | null, readonly ChosenRender[]>>(new Map());
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const shown = cursors.flatMap((after) => pages.get(after) ?? []);
  const chosen = shown.filter(({ id }) => wanted.has(id));
  const onRows = useCallback(
    (after: string | null, rows: readonly ChosenRender[]) => setPages((known) => new Map(known).set(after, rows)),
    [],
  );
  const onChoose = useCallback(
    (id: string, on: boolean) =>
      setWanted((known) => {
        const next = new Set(known);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      }),
    [],
  );
  const isAll = shown.length > 0 && chosen.length === shown.length;
  return (
    <>
      {mayDecide && shown.length > 1 && (
        <label className="mb-2 flex w-fit cursor-pointer items-center gap-3 px-4 py-1 text-muted">
          <input
            type="checkbox"
            className="size-4 accent-(--color-accent)"
            checked={isAll}
            ref={(box) => {
              if (box) box.indeterminate = chosen.length > 0 && !isAll;
            }}
            onChange={() => setWanted(new Set(isAll ? [] : shown.map(({ id }) => id)))}
          />
          Choose all {shown.length} shown
        </label>
      )}
      <ul aria-label="Renders that wait for a decision" className="divide-y overflow-hidden rounded-xl border bg-surface">
        {cursors.map((after, place) => (
          <ParkedPage
            key={after ?? 'first'}
            {...{ after, search, mayDecide, beat, onRows, onChoose }}
            wanted={wanted}
            onMore={place === cursors.length - 1 ? (end) => setCursors([...cursors, end]) : null}
          />
        ))}
      </ul>
      <ChosenBar chosen={chosen} onClear={() => setWanted(new Set())} />
    </>
  );
}

interface ParkedPageProps extends ParkedListProps {
  after: string | null;
  wanted: ReadonlySet<string>;
  onRows: (after: string | null, rows: readonly ChosenRender[]) => void;
  onChoose: (id: string, on: boolean) => void;
  /** Of the last page: shows the one behind the cursor too. */
  onMore: ((endCursor: string) => void) | null;
}

function ParkedPage({ after, search, mayDecide, beat, wanted, onRows, onChoose, onMore }: ParkedPageProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: ParkedPageQuery,
    variables: {
      after,
      causes: search.cause ? [search.cause] : null,
      endpointId: search.endpoint ?? null,
      campaignId: search.campaign ?? null,
    },
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => {
    if (beat > 0) refetch({ requestPolicy: 'network-only' });
  }, [beat, refetch]);
  const page = useKept(data?.parkedRenders, `${after}`);
  const nodes = page?.nodes;
  useEffect(() => {
    onRows(
      after,
      (nodes ?? []).flatMap((node: FragmentType<typeof ParkedRowFragment>) => chosenOf(node) ?? []),
    );
  }, [after, nodes, onRows]);
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
            <Skeleton className="h-14" />
          </AfterAMoment>
        </li>
      )}
      {nodes?.map((node) => (
        <ParkedRow key={node.id} render={node} chosen={wanted.has(node.id)} mayDecide={mayDecide} onChoose={onChoose} />
      ))}
      {onMore && end != null && (
        <li className="flex justify-center p-3">
          <Button onClick={() => onMore(end)}>Show more</Button>
        </li>
      )}
    </>
  );
}
