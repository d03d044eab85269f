import { useCallback, useEffect, useState } from 'react';
import { useClient, type CombinedError, type TypedDocumentNode } from 'urql';

const PAGE_ROWS = 200;

interface PageOf<Row> {
  nodes: readonly Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

interface Loaded<Row> {
  rows: readonly Row[];
  endCursor: string | null;
  hasMore: boolean;
}

export interface Pages<Row> {
  /** Undefined until the first page has come. */
  rows: readonly Row[] | undefined;
  hasMore: boolean;
  fetching: boolean;
  error: CombinedError | null;
  more: () => void;
  /** Begins anew at the first page; what is loaded stays until that has come. */
  refresh: () => void;
}

/**
 * Reads a list page by page, 200 rows each, always from the server. Other `variables` begin anew; the rows there were stay until the first page
 * has come. `read` has to be the same function at every call.
 */
export function usePages<Data, Variables extends { first: number; after?: string | null | undefined }, Row>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  read: (data: Data) => PageOf<Row> | null | undefined,
): Pages<Row> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [asked, setAsked] = useState({ key, variables, after: null as string | null, round: 0 });
  const [loaded, setLoaded] = useState<Loaded<Row> | null>(null);
  const [settled, setSettled] = useState<{ round: number; error: CombinedError | null } | null>(null);
  if (asked.key !== key) setAsked({ key, variables, after: null, round: asked.round + 1 });
  useEffect(() => {
    let dropped = false;
    const load = async () => {
      const page = { ...asked.variables, first: PAGE_ROWS, after: asked.after } as Variables;
      const { data, error } = await client.query(query, page, { requestPolicy: 'network-only' }).toPromise();
      if (dropped) return;
      setSettled({ round: asked.round, error: error ?? null });
      const found = data === undefined ? null : read(data);
      if (!found) return;
      setLoaded((before) => ({
        rows: asked.after === null || !before ? found.nodes : [...before.rows, ...found.nodes],
        endCursor: found.pageInfo.endCursor ?? null,
        hasMore: found.pageInfo.hasNextPage,
      }));
    };
    void load();
    return () => {
      dropped = true;
    };
  }, [client, query, read, asked]);
  const endCursor = loaded?.endCursor ?? null;
  return {
    rows: loaded?.rows,
    hasMore: loaded?.hasMore ?? false,
    fetching: settled?.round !== asked.round,
    error: settled?.round === asked.round ? settled.error : null,
    more: useCallback(() => setAsked((before) => ({ ...before, after: endCursor, round: before.round + 1 })), [endCursor]),
    refresh: useCallback(() => setAsked((before) => ({ ...before, after: null, round: before.round + 1 })), []),
  };
}
