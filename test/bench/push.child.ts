import { EventEmitter, on, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { WebSocketServer } from 'ws';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { startEventFeed } from '../../apps/api/src/events/event-feed.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { startLiveServer } from '../support/live-server.ts';

/** The server of the push bench, alone in its process: raw broadcast and the API's subscriptions, told what to do by its parent. */
export type Order = { do: 'raw' | 'live'; events: number; everyMs: number } | { do: 'measure' };
export type Report = { rawUrl: string; liveUrl: string } | { cpuMs: number } | { heapBytes: number; rssBytes: number };

/** A batch of the matrix: what changed in ten variants. */
const ROWS = Array.from({ length: 10 }, (_none, n) => ({
  id: Buffer.from(`Variant:var_0123456789abcdefghjkmnpqrs_${n}`).toString('base64'),
  index: n,
  phase: 'RENDERING',
  size: '720x1280',
  seconds: 4,
  presetName: 'Slow pan',
  attempt: 1,
  progressPercent: 10 + n,
  queuePosition: null,
  changedAt: '2026-11-22T12:00:00.000Z',
  compiledPrompt: 'A glass bottle on wet stone in the rain, slow pan to the right, soft light of the morning, no text.',
}));
const FIELDS = Object.keys(ROWS[0]!).join(' ');
export const SUBSCRIPTION = `subscription ($tag: String) { variants(tag: $tag) { rows { ${FIELDS} } } }`;
export const LOG_SUBSCRIPTION = `subscription { log { rows { ${FIELDS} } } }`;

if (process.send) await serve(process.argv[2] ?? '');

async function serve(databaseUrl: string): Promise<void> {
  const log = createLog({ level: 'silent', secrets: [] });
  const database = openDatabase({ url: databaseUrl, connectionsMax: 4, onIdleError: () => undefined });
  const feed = await startEventFeed({ db: database.db, connectionString: databaseUrl, clock: systemClock, log });
  const bell = new EventEmitter().setMaxListeners(0);
  const schema = createSchema(
    () => on(bell, 'event'),
    () => feed.ofCampaign(1, new AbortController().signal),
  );
  const live = await startLiveServer(schema, { log, clock: systemClock } as Deps);
  const raw = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(raw, 'listening');
  const message = JSON.stringify({ id: '1', type: 'next', payload: { data: { variants: { rows: ROWS } } } });
  const ring = { raw: () => raw.clients.forEach((client) => client.send(message)), live: () => void bell.emit('event') };

  const obey = async (order: Order): Promise<void> => {
    if (order.do === 'measure') {
      globalThis.gc?.();
      const { heapUsed, external, rss } = process.memoryUsage();
      return tell({ heapBytes: heapUsed + external, rssBytes: rss });
    }
    const before = process.cpuUsage();
    for (let n = 0; n < order.events; n += 1) {
      ring[order.do]();
      await systemClock.sleep(order.everyMs);
    }
    const { user, system } = process.cpuUsage(before);
    tell({ cpuMs: (user + system) / 1_000 });
  };
  process.on('message', (order: Order) => void obey(order));
  tell({ rawUrl: `ws://127.0.0.1:${(raw.address() as AddressInfo).port}`, liveUrl: live.wsUrl });
}

function tell(report: Report): void {
  process.send?.(report);
}

function createSchema(emitted: () => AsyncIterable<unknown>, logged: () => AsyncIterable<unknown>): GraphQLSchema {
  const row = new GraphQLObjectType({
    name: 'Row',
    fields: Object.fromEntries(
      Object.entries(ROWS[0]!).map(([name, value]) => [name, { type: typeof value === 'number' ? GraphQLInt : GraphQLString }]),
    ),
  });
  const type = new GraphQLObjectType({ name: 'Batch', fields: { rows: { type: new GraphQLList(row), resolve: () => ROWS } } });
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { ok: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        variants: { type, args: { tag: { type: GraphQLString } }, subscribe: emitted, resolve: () => ({}) },
        log: { type, subscribe: logged, resolve: () => ({}) },
      },
    }),
  });
}
