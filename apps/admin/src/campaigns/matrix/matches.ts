import { useEffect, useState } from 'react';
import type { Client } from 'urql';
import { graphql, type DocumentType } from '../../gql';
import type { MatchesQueryVariables } from '../../gql/graphql.ts';
import type { PhaseWord } from '../../ui/phase-look.ts';
import type { Board } from './board.ts';
import { useCellClient } from './cell-client.ts';
import type { ShownRows } from './selection.ts';

const MatchesQuery = graphql(`
  query Matches($campaignId: ID!, $filter: VariantFilter!, $after: String) {
    campaign(id: $campaignId) {
      id
      variants(first: 1000, after: $after, filter: $filter, sort: { by: INDEX, direction: ASC }) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            index
          }
        }
      }
    }
  }
`);

type MatchesPage = NonNullable<DocumentType<typeof MatchesQuery>['campaign']>['variants'];

/** Beyond these no row is hidden: nearly every row would have a match. */
const MATCHES_MAX = 5_000;

export interface Matches {
  /** Rows that hold at least one match, in order; null when all rows stay. */
  rows: readonly number[] | null;
  /** How many cells matched when they were looked up. */
  total: number;
}

/** Looks up which rows hold a cell of these phases (and this failure). `version` looks again. Answers null while nothing is filtered, or looking. */
export function useMatches(
  board: Board,
  filter: { campaignId: string; phases: readonly PhaseWord[]; code: string | undefined; version: number },
): Matches | null {
  const client = useCellClient();
  const [found, setFound] = useState<{ question: string; matches: Matches } | null>(null);
  const { campaignId, code, version } = filter;
  const phaseKey = filter.phases.join(' ');
  const question = JSON.stringify([campaignId, phaseKey, code, version]);
  useEffect(() => {
    if (phaseKey === '' && code === undefined) return undefined;
    let dropped = false;
    const look = async () => {
      const wanted = {
        ...(phaseKey !== '' && { phases: phaseKey.split(' ') as PhaseWord[] }),
        ...(code !== undefined && { failureCodes: [code] }),
      };
      const rows = new Set<number>();
      let after: string | null = null;
      let [total, seen] = [0, 0];
      do {
        const page: MatchesPage | undefined = await readPage(client, { campaignId, filter: wanted, after });
        if (!page || dropped) return;
        for (const { node } of page.edges) rows.add(board.placeOf(node.index).row);
        total = page.totalCount;
        seen += page.edges.length;
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null && total <= MATCHES_MAX && seen < MATCHES_MAX);
      const matches = { rows: total > MATCHES_MAX ? null : [...rows].sort((a, b) => a - b), total };
      if (!dropped) setFound({ question, matches });
    };
    void look();
    return () => {
      dropped = true;
    };
  }, [client, board, campaignId, phaseKey, code, question]);
  return found?.question === question ? found.matches : null;
}

async function readPage(client: Client, variables: MatchesQueryVariables): Promise<MatchesPage | undefined> {
  const { data } = await client.query(MatchesQuery, variables).toPromise();
  return data?.campaign?.variants;
}

/** All rows of a board, or those that match. */
export function shownRows(board: Board, matches: Matches | null): ShownRows {
  const rows = matches?.rows;
  if (!rows) return { count: board.rowCount, at: (position) => position, positionOf: (row) => row };
  const positions = new Map(rows.map((row, position) => [row, position]));
  return { count: rows.length, at: (position) => rows[position] ?? 0, positionOf: (row) => positions.get(row) ?? 0 };
}
