import { EventEmitter, on, once } from 'node:events';
import { GraphQLError, GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Deps } from '../../apps/api/src/deps.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { startLiveServer, type LiveServer } from '../support/live-server.ts';

type Message = { id: string; type: string; payload?: { data?: Record<string, unknown>; errors?: { message: string }[] } };

let server: LiveServer;
let source: Source;
const sockets: WebSocket[] = [];
const deps = { log: createLog({ level: 'silent', secrets: [] }), clock: systemClock } as Deps;

/** Feeds the subscriptions of the test schema, and counts what was done for them. */
class Source extends EventEmitter {
  readers = 0;
  executions = 0;
  constructor() {
    super();
    this.setMaxListeners(100);
  }
  push(value: number, text = ''): void {
    this.emit('value', { value, text });
  }
  end(): void {
    this.emit('end');
  }
  read(): AsyncIterableIterator<{ value: number; text: string }> {
    this.readers += 1;
    const events = on(this, 'value', { close: ['end'] });
    return {
      next: async () => {
        const step = await events.next();
        return step.done ? { done: true, value: undefined } : { done: false, value: step.value[0] };
      },
      return: async () => {
        this.readers -= 1;
        await events.return?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

function testSchema(): GraphQLSchema {
  const live = (kind: 'state' | 'changes') => ({
    type: new GraphQLObjectType({
      name: kind === 'state' ? 'State' : 'Changes',
      fields: { value: { type: GraphQLInt }, text: { type: GraphQLString } },
    }),
    args: { campaign: { type: GraphQLString }, fail: { type: GraphQLString } },
    extensions: { live: kind },
    subscribe: (_root: unknown, args: { fail?: string }) => {
      if (args.fail === 'start') throw new GraphQLError('This campaign does not exist.');
      return source.read();
    },
    resolve: (event: { value: number; text: string }, args: { fail?: string }) => {
      source.executions += 1;
      if (args.fail === 'secret') throw new Error('password=hunter2');
      return event;
    },
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { ok: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: { state: live('state'), changes: live('changes') } }),
  });
}

beforeEach(async () => {
  source = new Source();
  server = await startLiveServer(testSchema(), deps);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.close();
});

interface Client {
  socket: WebSocket;
  messages: Message[];
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  /** Waits for the next messages, by type and number. */
  until(count: number): Promise<Message[]>;
  complete(id: string): void;
}

async function connect(headers: Record<string, string> = {}): Promise<Client> {
  const socket = new WebSocket(server.wsUrl, 'graphql-transport-ws', { headers });
  sockets.push(socket);
  const messages: Message[] = [];
  await once(socket, 'open');
  const send = (message: object): void => socket.send(JSON.stringify(message));
  send({ type: 'connection_init' });
  await once(socket, 'message');
  socket.on('message', (text: Buffer) => messages.push(JSON.parse(text.toString()) as Message));
  return {
    socket,
    messages,
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    complete: (id) => send({ id, type: 'complete' }),
    until: async (count) => {
      await expect.poll(() => messages.length, { timeout: 5_000, interval: 5 }).toBeGreaterThanOrEqual(count);
      return messages;
    },
  };
}

const STATE = 'subscription { state { value text } }';
const CHANGES = 'subscription { changes { value text } }';
const settle = (): Promise<void> => systemClock.sleep(60);
const valuesOf = (messages: Message[]): unknown[] =>
  messages.filter((one) => one.type === 'next').map((one) => (Object.values(one.payload?.data ?? {})[0] as { value: number }).value);

test('identical subscriptions have one source and one execution per event; each socket gets its own id', async () => {
  const clients = await Promise.all([connect(), connect(), connect()]);
  for (const [n, client] of clients.entries()) client.subscribe(`id-${n}"é`, CHANGES);
  await settle();
  expect(source.readers).toBe(1);
  source.push(1);
  source.push(2, 'x'.repeat(10_000));
  for (const [n, client] of clients.entries()) {
    await client.until(2);
    expect(client.messages.map((message) => message.id)).toEqual([`id-${n}"é`, `id-${n}"é`]);
    expect(valuesOf(client.messages)).toEqual([1, 2]);
  }
  expect(source.executions).toBe(2);
});

test('other variables, another role and another workspace are other groups; the order of variables is not', async () => {
  const query = 'subscription ($campaign: String, $fail: String) { changes(campaign: $campaign, fail: $fail) { value } }';
  const [one, two, viewer, stranger] = await Promise.all([
    connect(),
    connect(),
    connect({ 'x-role': 'viewer' }),
    connect({ 'x-workspace': 'wsp_2' }),
  ]);
  one.subscribe('1', query, { campaign: 'a', fail: '' });
  two.subscribe('1', query, { fail: '', campaign: 'a' });
  await settle();
  expect(source.readers).toBe(1);
  two.subscribe('2', query, { campaign: 'b', fail: '' });
  viewer.subscribe('1', query, { campaign: 'a', fail: '' });
  stranger.subscribe('1', query, { campaign: 'a', fail: '' });
  await settle();
  expect(source.readers).toBe(4);
});

test('who joins later begins with the newest state, and gets changes only from then on', async () => {
  const [first, second] = await Promise.all([connect(), connect()]);
  first.subscribe('1', STATE);
  first.subscribe('2', CHANGES);
  await settle();
  source.push(1);
  source.push(2);
  await first.until(4);
  second.subscribe('1', STATE);
  second.subscribe('2', CHANGES);
  await second.until(1);
  await settle();
  expect(second.messages).toEqual([{ id: '1', type: 'next', payload: { data: { state: { value: 2, text: '' } } } }]);
  source.push(3);
  await second.until(3);
  expect(valuesOf(second.messages)).toEqual([2, 3, 3]);
});

test('the source ends with the last reader, by complete and by a closed socket', async () => {
  const [first, second] = await Promise.all([connect(), connect()]);
  first.subscribe('1', CHANGES);
  second.subscribe('1', CHANGES);
  await settle();
  first.complete('1');
  await settle();
  expect(source.readers).toBe(1);
  second.socket.terminate();
  await expect.poll(() => source.readers).toBe(0);
  first.subscribe('1', CHANGES);
  await expect.poll(() => source.readers).toBe(1);
  source.push(7);
  await first.until(1);
  expect(valuesOf(first.messages)).toEqual([7]);
});

test('the end of a source completes every reader', async () => {
  const clients = await Promise.all([connect(), connect()]);
  for (const client of clients) client.subscribe('1', STATE);
  await settle();
  source.push(1);
  source.end();
  for (const client of clients) expect((await client.until(2)).map((message) => message.type)).toEqual(['next', 'complete']);
});

test('a refused subscription is told to each who asked, and an inner error shows no inside', async () => {
  const clients = await Promise.all([connect(), connect()]);
  for (const client of clients) client.subscribe('1', 'subscription { state(fail: "start") { value } }');
  for (const client of clients) {
    const messages = await client.until(2);
    expect(messages[0]?.payload?.errors).toEqual([expect.objectContaining({ message: 'This campaign does not exist.' })]);
    expect(messages[1]).toEqual({ id: '1', type: 'complete' });
    client.subscribe('2', 'subscription { state(fail: "secret") { value } }');
  }
  await settle();
  source.push(1);
  for (const client of clients) {
    const message = (await client.until(3)).at(-1);
    expect(message?.payload?.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'INTERNAL' }) })]);
    expect(JSON.stringify(message)).not.toContain('hunter2');
  }
});

test('server-sent events share the execution with sockets', async () => {
  const client = await connect();
  client.subscribe('1', CHANGES);
  const abort = new AbortController();
  const response = await fetch(server.httpUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: CHANGES }),
    signal: abort.signal,
  });
  await settle();
  expect(source.readers).toBe(1);
  source.push(5);
  await client.until(1);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('"value":5')) break;
  }
  expect(text).toContain('data: {"data":{"changes":{"value":5,"text":""}}}');
  expect(source.executions).toBe(1);
  abort.abort();
});

test('a socket that does not read skips states and then gets the newest; one that would miss changes is closed with its reason', async () => {
  const [states, changes, quick] = await Promise.all([connect(), connect(), connect()]);
  states.subscribe('1', STATE);
  changes.subscribe('1', CHANGES);
  quick.subscribe('1', CHANGES);
  await settle();
  states.socket.pause();
  changes.socket.pause();
  const closed = once(changes.socket, 'close');
  const total = 400;
  for (let n = 1; n <= total; n += 1) {
    source.push(n, 'x'.repeat(100_000));
    await quick.until(n);
  }
  states.socket.resume();
  await expect.poll(() => valuesOf(states.messages).at(-1), { timeout: 5_000 }).toBe(total);
  expect(states.messages.length).toBeLessThan(total);
  expect(valuesOf(quick.messages)).toHaveLength(total);
  changes.socket.resume();
  const [code, reason] = (await closed) as [number, Buffer];
  expect([code, String(reason)]).toEqual([1013, 'SLOW_READER: connect and read again']);
});
