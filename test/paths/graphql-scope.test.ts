import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type ForeignWorkspace, FOREIGN_SECRETS, makeForeignWorkspace } from '../support/foreign-workspace.ts';
import { globalId } from '../support/global-id.ts';
import { startTestApi, type TestApi } from '../support/start-api.ts';

let api: TestApi;
let foreign: ForeignWorkspace;
beforeAll(async () => {
  api = await startTestApi();
  foreign = await makeForeignWorkspace(api.deps);
});
afterAll(() => api.stop());

/** An id of the same form that names nothing anywhere. */
const nobodys = (id: string): string => id.replace(/_[0-9a-z]{26}/, `_${'8'.repeat(26)}`);

function expectNoSecret(answer: unknown): void {
  for (const secret of FOREIGN_SECRETS) expect(JSON.stringify(answer)).not.toContain(secret);
}

test('their rows are really there, so that an empty answer means something', async () => {
  const rows = await api.deps.db.selectFrom('clips').innerJoin('renders', 'renders.id', 'clips.render_id').select('clips.id').execute();
  expect(rows).toHaveLength(1);
});

test.each(['Workspace', 'User', 'Campaign', 'Variant', 'Render', 'Clip', 'PresetPack', 'Preset', 'PromptTemplate'] as const)(
  'a %s of another workspace is answered by node and nodes as if it were not there',
  async (type) => {
    const query = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id __typename } nodes(ids: $ids) { id } }';
    const ask = (id: string) => api.ask(query, { id: globalId(type, id), ids: [globalId(type, id)] });

    const theirs = await ask(foreign.nodes[type]);
    expect(theirs).toEqual(await ask(nobodys(foreign.nodes[type])));
    expect(theirs).toMatchObject({ errors: [], data: { node: null, nodes: [null] } });
  },
);

test('fields that take an id answer null', async () => {
  const query = `query ($campaign: ID!, $clip: ID!, $render: ID!) {
    campaign(id: $campaign) { name } clip(id: $clip) { id } render(id: $render) { id } }`;
  const answer = await api.ask(query, {
    campaign: globalId('Campaign', foreign.campaignId),
    clip: globalId('Clip', foreign.nodes.Clip),
    render: globalId('Render', foreign.nodes.Render),
  });
  expect(answer).toMatchObject({ errors: [], data: { campaign: null, clip: null, render: null } });
});

test('lists and their counts know nothing of it', async () => {
  const answer = await api.ask(`{ campaigns(search: "Their") { totalCount edges { node { name } } }
    presets { key name presets { name slots { text } } } promptTemplates { name slots { text } } }`);
  expect(answer.errors).toEqual([]);
  expect(answer.data?.['campaigns']).toEqual({ totalCount: 0, edges: [] });
  expectNoSecret(answer);
});

describe('a mutation', () => {
  const CALLS: [name: string, input: Record<string, unknown>][] = [
    ['updateCampaign', { name: 'Taken over' }],
    ['importPrompts', { format: 'CSV', mode: 'REPLACE', text: 'prompt\nA lake.' }],
    ['setVariantsExcluded', { variantIds: [], excluded: true }],
    ['planCampaign', {}],
    ['launchCampaign', { planHash: 'hash', idempotencyKey: 'k' }],
    ['pauseCampaign', {}],
    ['setCampaignPriority', { priority: 'HIGH' }],
    ['resumeCampaign', {}],
    ['cancelCampaign', {}],
    ['retryRenders', { idempotencyKey: 'k' }],
    ['adjustLedger', { micros: 1, reason: 'Refund', idempotencyKey: 'k' }],
    ['setBudget', { scope: 'CAMPAIGN', period: 'DAY', limitMicros: 1 }],
  ];

  test.each(CALLS)('%s on their campaign finds nothing and changes nothing', async (name, input) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { code message } } }`;
    const ask = (id: string) => api.ask(query, { input: { ...input, campaignId: globalId('Campaign', id) } });
    const rows = () => api.deps.db.selectFrom('campaigns').selectAll().execute();
    const before = await rows();

    const theirs = await ask(foreign.campaignId);
    expect(theirs).toEqual(await ask(nobodys(foreign.campaignId)));
    expect(theirs.data?.[name]).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
    expect(await rows()).toEqual(before);
  });

  const ours = (input: Record<string, unknown>) => ({
    name: 'Ours',
    modelIds: [globalId('Model', 'default.sora-2')],
    sizes: ['720x1280'],
    seconds: [4],
    presetIds: [null],
    prompts: [{ text: 'A lake at dawn.' }],
    ...input,
  });
  const CREATE = `mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) {
    __typename ... on Refusal { code message } ... on CreateCampaignSuccess { campaign { id } } } }`;

  test('of ours can not use their preset', async () => {
    const created = await api.ask(CREATE, { input: ours({ presetIds: [globalId('Preset', foreign.presetId)] }) });
    expect(created.data?.['createCampaign']).toMatchObject({ code: 'UNKNOWN_PRESET' });
    expectNoSecret(created);
  });

  test('of ours can not import their upload', async () => {
    const created = await api.ask(CREATE, { input: ours({}) });
    const { campaign } = created.data!['createCampaign'] as { campaign: { id: string } };
    const query = `mutation ($input: ImportPromptsInput!) { importPrompts(input: $input) { __typename ... on Refusal { code message } } }`;
    const ask = (uploadId: string) => api.ask(query, { input: { campaignId: campaign.id, format: 'CSV', mode: 'REPLACE', uploadId } });
    const theirs = await ask(foreign.uploadId);
    expect(theirs).toEqual(await ask(nobodys(foreign.uploadId)));
    expect(theirs.data?.['importPrompts']).toMatchObject({ code: 'NOT_FOUND' });
  });
});

test.each(['campaignProgress', 'variantChanged'])('the subscription %s does not follow it', async (field) => {
  const socket = createClient({ url: api.graphqlUrl.replace('http', 'ws'), webSocketImpl: WebSocket });
  const listen = (id: string): Promise<string> =>
    new Promise((resolve) => {
      const query = `subscription ($id: ID!) { ${field}(campaignId: $id) { __typename } }`;
      const tell = (told: unknown): void => resolve(JSON.stringify(told));
      socket.subscribe(
        { query, variables: { id: globalId('Campaign', id) } },
        { next: tell, error: tell, complete: () => resolve('complete') },
      );
    });
  const theirs = await listen(foreign.campaignId);
  expect(theirs).toBe(await listen(nobodys(foreign.campaignId)));
  expect(theirs).toContain('NOT_FOUND');
  await socket.dispose();
});

describe('a broken character', () => {
  test('in an id names nothing', async () => {
    const answer = await api.ask(
      'query ($campaign: ID!, $render: ID!) { campaign(id: $campaign) { id } render(id: $render) { id } node(id: $render) { id } }',
      { campaign: globalId('Campaign', 'cmp_\0'), render: globalId('Render', 'rnd_\0') },
    );
    expect(answer).toMatchObject({ data: { campaign: null, render: null, node: null }, errors: [] });
  });

  test('in a search is refused in words', async () => {
    const { errors } = await api.ask('query ($search: String) { campaigns(search: $search) { totalCount } }', { search: 'a\0b' });
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('broken character') as string });
    expect(errors[0]!.extensions?.reference).toBeUndefined();
  });
});
