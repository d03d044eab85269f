import { useEffect, useRef, useState } from 'react';
import { useSubscription, type Client } from 'urql';
import { graphql, readFragment } from '../../gql';
import { useConnection } from '../../ui/connection.ts';
import type { PromptLabel } from './axis-label.tsx';
import { useCellClient } from './cell-client.ts';
import { createCellStore, type CellStore } from './cell-store.ts';
import { MatrixCellFragment, type MatrixCell } from './matrix-cell.ts';

const CellsQuery = graphql(`
  query Cells($campaignId: ID!, $from: Int!, $to: Int!, $first: Int!, $withPrompt: Boolean!) {
    campaign(id: $campaignId) {
      id
      variants(first: $first, filter: { indexFrom: $from, indexTo: $to }, sort: { by: INDEX, direction: ASC }) {
        edges {
          node {
            ...MatrixCell_Variant
            prompt @include(if: $withPrompt) {
              n
              key
              text
            }
          }
        }
      }
    }
  }
`);

const VariantChangedSubscription = graphql(`
  subscription VariantChanged($campaignId: ID!) {
    variantChanged(campaignId: $campaignId) {
      gap
      variants {
        ...MatrixCell_Variant
      }
    }
  }
`);

const REREAD_MS = 4_000;

export interface Cells {
  store: CellStore<MatrixCell>;
  /** Words of prompts beyond those that came with the page. */
  promptAt: (n: number) => PromptLabel | undefined;
}

/**
 * The live cells of one campaign. `promptsKnown`: how many prompts the page has words for; `planKey` changes when the plan does:
 * all cells are then read again.
 */
export function useCells(campaign: {
  id: string;
  total: number;
  planKey: string;
  promptsKnown: number;
  cellsPerPrompt: number;
  live: boolean;
  /** Called with every piece of news. */
  onNews: () => void;
}): Cells {
  const client = useCellClient();
  const { id, total, planKey, promptsKnown, cellsPerPrompt } = campaign;
  const identity = `${id} ${total}`;
  const make = () => ({ identity, cells: createCells(client, { id, total, promptsKnown, cellsPerPrompt }) });
  const [made, setMade] = useState(make);
  if (made.identity !== identity) setMade(make());
  const { cells } = made;

  useSubscription({ query: VariantChangedSubscription, variables: { campaignId: id }, pause: !campaign.live }, (_before, news) => {
    const { variantChanged } = news;
    cells.store.put(variantChanged.variants.map((variant) => readFragment(MatrixCellFragment, variant)));
    if (variantChanged.gap) cells.store.expire();
    campaign.onNews();
    return news;
  });
  const planSeen = useRef(planKey);
  useEffect(() => {
    if (planSeen.current !== planKey) cells.store.expire();
    planSeen.current = planKey;
  }, [planKey, cells]);
  const { generation } = useConnection();
  useEffect(() => {
    if (generation > 0) cells.store.expire();
  }, [generation, cells]);
  return cells;
}

function createCells(client: Client, campaign: { id: string; total: number; promptsKnown: number; cellsPerPrompt: number }): Cells {
  const prompts = new Map<number, PromptLabel>();
  const load = async (from: number, to: number): Promise<MatrixCell[]> => {
    const withPrompt = Math.floor(to / campaign.cellsPerPrompt) >= campaign.promptsKnown;
    const variables = { campaignId: campaign.id, from, to, first: to - from + 1, withPrompt };
    const { data, error } = await client.query(CellsQuery, variables).toPromise();
    if (error) throw error;
    const nodes = data?.campaign?.variants.edges.map(({ node }) => node) ?? [];
    for (const { prompt } of nodes) if (prompt) prompts.set(prompt.n, prompt);
    return nodes.map((node) => readFragment(MatrixCellFragment, node));
  };
  return { store: createCellStore<MatrixCell>({ total: campaign.total, load }), promptAt: (n) => prompts.get(n) };
}

/** A place in the queue moves without news of its own: cells in view are read again every few seconds while one of them waits. */
export function useQueuePlaces(store: CellStore<MatrixCell>, running: boolean): void {
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') store.refresh((cell) => cell.phase === 'QUEUED');
    }, REREAD_MS);
    return () => clearInterval(timer);
  }, [store, running]);
}
