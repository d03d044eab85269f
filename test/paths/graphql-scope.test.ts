import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { FOREIGN, FOREIGN_SECRETS, insertForeignWorkspace } from '../support/foreign-workspace.ts';
import { startTestApi, type TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await insertForeignWorkspace(api.deps.db);
});
afterAll(() => api.stop());

const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');
/** An id of the same form that names nothing anywhere. */
const nobodys = (id: string): string => id.replaceAll('7', '8');

const NODES = [
  ['Workspace', FOREIGN.workspace],
  ['User', FOREIGN.user],
  ['Campaign', FOREIGN.campaign],
  ['Variant', FOREIGN.variant],
  ['Render', FOREIGN.render],
  ['Clip', FOREIGN.clip],
  ['PresetPack', FOREIGN.pack],
  ['Preset', FOREIGN.preset],
  ['PromptTemplate', FOREIGN.template],
] as const;

test('the rows are really there, so that an empty answer means something', async () => {
  const rows = await api.deps.db.selectFrom('clips').innerJoin('renders', 'renders.id', 'clips.render_id').select('clips.id').execute();
  expect(rows).toHaveLength(1);
});

describe.each(NODES)('%s of another workspace', (type, id) => {
  test('is answered by node and nodes as if it were not there', async () => {
    const query = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id __typename } nodes(ids: $ids) { id } }';
    const ask = (asked: string) => api.ask(query, { id: globalId(type, asked), ids: [globalId(type, asked)] });

    const theirs = await ask(id);
    expect(theirs).toEqual(await ask(nobodys(id)));
    expect(theirs.data).toEqual({ node: null, nodes: [null] });
  });
});

test('fields that take an id answer null', async () => {
  const query =
    'query ($campaign: ID!, $clip: ID!, $render: ID!) { campaign(id: $campaign) { name } clip(id: $clip) { id } render(id: $render) { id } }';
  const answer = await api.ask(query, {
    campaign: globalId('Campaign', FOREIGN.campaign),
    clip: globalId('Clip', FOREIGN.clip),
    render: globalId('Render', FOREIGN.render),
  });
  expect(answer).toMatchObject({ errors: [], data: { campaign: null, clip: null, render: null } });
});

test('lists and their counts know nothing of it', async () => {
  const answer = await api.ask(`{ campaigns(search: "Their") { totalCount edges { node { name } } }
    presets { key name presets { name slots { text } } } promptTemplates { name slots { text } } }`);
  expect(answer.errors).toEqual([]);
  expect(answer.data?.['campaigns']).toEqual({ totalCount: 0, edges: [] });
  for (const secret of FOREIGN_SECRETS) expect(JSON.stringify(answer.data)).not.toContain(secret);
});

describe('mutations', () => {
  const campaignId = globalId('Campaign', FOREIGN.campaign);
  const CALLS: [name: string, input: Record<string, unknown>][] = [
    ['updateCampaign', { campaignId, name: 'Taken over' }],
    ['importPrompts', { campaignId, format: 'CSV', mode: 'REPLACE', text: 'prompt\nA lake.' }],
    ['setVariantsExcluded', { campaignId, variantIds: [globalId('Variant', FOREIGN.variant)], excluded: true }],
    ['planCampaign', { campaignId }],
    ['launchCampaign', { campaignId, planHash: 'hash', idempotencyKey: 'k' }],
    ['pauseCampaign', { campaignId }],
    ['resumeCampaign', { campaignId }],
    ['cancelCampaign', { campaignId }],
    ['retryRenders', { campaignId, idempotencyKey: 'k' }],
  ];

  test.each(CALLS)('%s finds nothing and changes nothing', async (name, input) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { code message } } }`;
    const before = await api.deps.db.selectFrom('campaigns').selectAll().execute();

    const theirs = await api.ask(query, { input });
    const unknown = await api.ask(query, { input: { ...input, campaignId: globalId('Campaign', nobodys(FOREIGN.campaign)) } });

    expect(theirs).toEqual(unknown);
    expect(theirs.data?.[name]).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
    expect(await api.deps.db.selectFrom('campaigns').selectAll().execute()).toEqual(before);
  });

  test('their preset and their upload can not be used in a campaign of ours', async () => {
    const created = await api.ask(
      `mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename ... on Refusal { code message } } }`,
      {
        input: {
          name: 'Ours',
          modelIds: [globalId('Model', 'default.sora-2')],
          sizes: ['720x1280'],
          seconds: [4],
          presetIds: [globalId('Preset', FOREIGN.preset)],
          prompts: [{ text: 'A lake at dawn.' }],
        },
      },
    );
    expect(created.data?.['createCampaign']).toMatchObject({ code: 'UNKNOWN_PRESET' });
    for (const secret of FOREIGN_SECRETS) expect(JSON.stringify(created)).not.toContain(secret);
  });
});

test.each(['campaignProgress', 'variantChanged'])('the subscription %s does not follow it', async (field) => {
  const socket = createClient({ url: api.graphqlUrl.replace('http', 'ws'), webSocketImpl: WebSocket });
  const listen = (id: string): Promise<unknown> =>
    new Promise((resolve) => {
      const query = `subscription ($id: ID!) { ${field}(campaignId: $id) { __typename } }`;
      socket.subscribe(
        { query, variables: { id: globalId('Campaign', id) } },
        { next: resolve, error: resolve, complete: () => resolve('complete') },
      );
    });
  const theirs = JSON.parse(JSON.stringify(await listen(FOREIGN.campaign))) as unknown;
  expect(theirs).toEqual(JSON.parse(JSON.stringify(await listen(nobodys(FOREIGN.campaign)))));
  expect(JSON.stringify(theirs)).toContain('NOT_FOUND');
  await socket.dispose();
});
