import { SLOTS, type Slot } from '@dailies/schema';
import { useEffect, useState } from 'react';
import { useClient, type Client } from 'urql';
import { graphql, type DocumentType } from '../../gql';
import { refusalOf } from '../../ui/refusal.ts';
import type { DraftPrompt, DraftPrompts } from './draft.ts';
import { LINTED_PROMPTS_MAX } from './linted-prompts.ts';
import { promptOf } from './saved-draft.ts';

const PromptPageQuery = graphql(`
  query PromptPage($campaignId: ID!, $first: Int!, $after: String) {
    campaign(id: $campaignId) {
      id
      prompts(first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            n
            key
            slots {
              slot
              text
            }
            variables {
              name
              value
            }
          }
        }
      }
    }
  }
`);

const EditPromptsMutation = graphql(`
  mutation EditPrompts($input: EditPromptsInput!) {
    editPrompts(input: $input) {
      __typename
      ... on EditPromptsSuccess {
        campaign {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const PAGE_PROMPTS = 500;

type Kept = DraftPrompts & { kind: 'kept' };

/** The prompts that the server holds, page by page up to what is read for hints, and a way to change one there. */
export function useKeptPrompts(campaignId: string, prompts: Kept) {
  const client = useClient();
  const [loaded, setLoaded] = useState<readonly DraftPrompt[]>([]);
  useEffect(() => {
    let isLeft = false;
    const load = async () => {
      const all: DraftPrompt[] = [];
      for (let isMore = true, after: string | null = null; isMore && all.length < LINTED_PROMPTS_MAX;) {
        const page: PromptPage | null = await readPage(client, campaignId, after);
        if (!page || isLeft) return;
        all.push(...page.edges.map(({ node }) => promptOf(node)));
        isMore = page.pageInfo.hasNextPage;
        after = page.pageInfo.endCursor;
      }
      setLoaded(all);
    };
    if (prompts.sample.length < prompts.count) void load();
    return () => {
      isLeft = true;
    };
  }, [client, campaignId, prompts]);
  const isWhole = prompts.sample.length === prompts.count;
  const rows = isWhole || loaded.length !== Math.min(prompts.count, LINTED_PROMPTS_MAX) ? prompts.sample : loaded;
  /** Changes one prompt at the server; answers why not, or null. */
  const replace = async (n: number, prompt: DraftPrompt): Promise<string | null> => {
    const { data, error } = await client
      .mutation(EditPromptsMutation, { input: { campaignId, prompts: [{ n, ...fieldsOf(prompt) }] } })
      .toPromise();
    const refusal = refusalOf(data?.editPrompts, error);
    if (refusal) return refusal.message;
    setLoaded((before) => before.map((one, place) => (place === n ? prompt : one)));
    return null;
  };
  return { rows, replace };
}

type PromptPage = NonNullable<DocumentType<typeof PromptPageQuery>['campaign']>['prompts'];

async function readPage(client: Client, campaignId: string, after: string | null): Promise<PromptPage | null> {
  const variables = { campaignId, first: PAGE_PROMPTS, after };
  const { data } = await client.query(PromptPageQuery, variables, { requestPolicy: 'network-only' }).toPromise();
  return data?.campaign?.prompts ?? null;
}

function fieldsOf({ slots, variables }: DraftPrompt) {
  return {
    slots: SLOTS.flatMap((slot) => (slots[slot] ? [{ slot: slot.toUpperCase() as Uppercase<Slot>, text: slots[slot] }] : [])),
    variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
  };
}
