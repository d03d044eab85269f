import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { fastestMs } from '../support/fastest.ts';
import { startTestApi, type TestApi } from '../support/start-api.ts';

const REFUSED_WITHIN_MS = 100;
const TEN_MB = 10 * 1024 * 1024;

let api: TestApi;
let socket: Client;
beforeAll(async () => {
  api = await startTestApi();
  socket = createClient({ url: api.graphqlUrl.replace('http', 'ws'), webSocketImpl: WebSocket, lazy: true });
  await api.ask('{ viewer { role } }');
});
afterAll(async () => {
  await socket.dispose();
  await api.stop();
});

const many = (count: number, each: (n: number) => string): string => Array.from({ length: count }, (_, n) => each(n)).join(' ');
const nested = (depth: number, open: string, core: string): string => `${open.repeat(depth)}${core}${'}'.repeat(depth)}`;

/** Each asks for far more than it looks. */
const HOSTILE: [name: string, selection: string, fragments: string][] = [
  ['ten thousand aliases', many(10_000, (n) => `a${n}: viewer { role }`), ''],
  ['a hundred aliases', many(100, (n) => `a${n}: viewer { role }`), ''],
  ['the same field five hundred times', many(500, () => 'viewer { role }'), ''],
  ['a deep chain', nested(40, 'catalog { models { endpoint { ', 'id'), ''],
  ['a chain a thousand deep', nested(900, 'node { ', 'id'), ''],
  ['a fragment within itself', '...F', 'fragment F on Query { viewer { role } ...F }'],
  ['a circle of fragments', '...F', 'fragment F on Query { ...G } fragment G on Query { ...F }'],
  [
    'a fragment bomb',
    '...F0',
    `${many(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Query { viewer { role } }`,
  ],
  [
    'a fragment bomb of fields',
    '...F0',
    `${many(20, (n) => `fragment F${n} on Query { a${n}: viewer { role } ...F${n + 1} ...F${n + 1} ...F${n + 1} }`)} fragment F20 on Query { viewer { role } }`,
  ],
  ['a flood of directives', `viewer ${'@include(if: true) '.repeat(5_000)} { role }`, ''],
  ['a page of pages', 'campaigns(first: 1000) { edges { node { variants(first: 1000) { edges { node { id } } } } } }', ''],
];

describe.each(HOSTILE)('%s', (_name, selection, fragments) => {
  test('is refused over HTTP at once', async () => {
    const tookMs = await fastestMs(async () => {
      const answer = await api.ask(`{ ${selection} } ${fragments}`);
      expect(answer.data).toBeNull();
      expect(answer.errors.length).toBeGreaterThan(0);
    });
    expect(tookMs).toBeLessThan(REFUSED_WITHIN_MS);
  });

  test('is refused over WebSocket at once, and the socket lives on', async () => {
    const tookMs = await fastestMs(async () => {
      const told = await listen(`subscription { ${selection} } ${fragments}`);
      expect(told.length).toBeGreaterThan(0);
    });
    expect(tookMs).toBeLessThan(REFUSED_WITHIN_MS);
    expect(await listen('subscription { nothing }')).toHaveLength(1);
  });
});

/** Messages of the errors that a subscription is answered with. A payload too large for the socket closes it: that is an answer too. */
function listen(query: string): Promise<string[]> {
  return new Promise((resolve) => {
    socket.subscribe(
      { query },
      {
        next: ({ errors }) => resolve((errors ?? []).map((error) => error.message)),
        error: (failure) => resolve(Array.isArray(failure) ? failure.map((error: Error) => error.message) : [String(failure)]),
        complete: () => resolve([]),
      },
    );
  });
}

const PAGES = 'campaigns(first: $n) { edges { node { variants(first: $n) { edges { node { id phase size } } } } } }';

test('a page that grows only by its variables is judged with them, however often its document passed', async () => {
  const query = `query ($n: Int!) { ${PAGES} }`;
  expect((await api.ask(query, { n: 1 })).errors).toEqual([]);
  expect((await api.ask(query, { n: 1000 })).errors[0]?.extensions?.code).toBe('QUERY_TOO_DEAR');
  const byDefault = `query ($n: Int = 1000) { ${PAGES} }`;
  expect((await api.ask(byDefault, { n: 1 })).errors).toEqual([]);
  expect((await api.ask(byDefault)).errors[0]?.extensions?.code).toBe('QUERY_TOO_DEAR');
});

test('an operation is judged by itself: neither a cheap one beside it vouches for it, nor a broken field hides it', async () => {
  const dear = PAGES.replaceAll('$n', '1000');
  const response = await fetch(api.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `query Cheap { viewer { role } } query Dear { ${dear} }`, operationName: 'Dear' }),
  });
  expect(await response.text()).toContain('QUERY_TOO_DEAR');
  const beside = await api.ask(`{ node(id: "no id") { id } campaigns(first: -1) { edges { cursor } } all: ${dear} }`);
  expect(beside.errors[0]?.extensions?.code).toBe('QUERY_TOO_DEAR');
});

test('what an operation cost stands in its answer, beside the limit', async () => {
  const response = await fetch(api.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { role } campaigns(first: 20) { edges { cursor } } }' }),
  });
  expect(await response.json()).toMatchObject({ extensions: { cost: { requested: 43, limit: 100_000 } } });
});

test.each([
  ['phases of many cells', 'phasesAt(first: $rows, from: 0)', 10_000],
  ['the prompts of the axes', 'axes { prompts { text } }', 2_000],
])('%s are counted as many as they may be', async (_name, selection, rows) => {
  const query = `query ($campaigns: Int!${selection.includes('$rows') ? ', $rows: Int!' : ''}) { campaigns(first: $campaigns) { edges { node { ${selection} } } } }`;
  expect((await api.ask(query, { campaigns: 1, rows })).errors).toEqual([]);
  expect((await api.ask(query, { campaigns: 60, rows })).errors[0]?.extensions?.code).toBe('QUERY_TOO_DEAR');
});

test('several operations in one request are not served', async () => {
  const response = await fetch(api.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array.from({ length: 20 }, () => ({ query: '{ viewer { role } }' }))),
  });
  expect(response.status).toBe(400);
});

describe('a body of ten megabytes', () => {
  const body = JSON.stringify({ query: '{ viewer { role } }', padding: 'x'.repeat(TEN_MB) });

  test.each([
    ['with its length said', () => body],
    ['in chunks of unknown length', () => new Blob([body]).stream()],
  ])('%s is refused with 413 fast', async (_name, sent) => {
    const headers = { 'content-type': 'application/json' };
    const tookMs = await fastestMs(async () => {
      const request: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: sent(), duplex: 'half' };
      expect((await fetch(api.graphqlUrl, request)).status).toBe(413);
    });
    expect(tookMs).toBeLessThan(500);
  });
});

test('queries and mutations are not served over WebSocket', async () => {
  expect(await listen('{ viewer { role } }')).toEqual([expect.stringContaining('Only subscriptions run over WebSocket')]);
});

test('a message that is no operation is answered by itself', async () => {
  expect(await listen('this is { not GraphQL')).toHaveLength(1);
  expect(await listen('')).toHaveLength(1);
  expect(await listen('subscription { nothing }')).toHaveLength(1);
});
