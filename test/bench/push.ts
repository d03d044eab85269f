import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { WebSocket } from 'ws';
import { recordEvents } from '../../apps/api/src/events/record-event.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { withBenchDatabase } from './bench-database.ts';
import { type BenchRow, rowOf } from './bench-row.ts';
import { LOG_SUBSCRIPTION, type Order, type Report, SUBSCRIPTION } from './push.child.ts';

const SUBSCRIBERS = 1_000;
const ROUNDS = 7;
const EVENTS = 10;
const EVERY_MS = 60;
const COMMITS = 15;
/** Distinct subscriptions are each executed: an event takes longer, and must not run into the next. */
const DISTINCT_EVENTS = 4;
const DISTINCT_EVERY_MS = 400;

/**
 * Live push to 1,000 subscribers of one campaign on loopback. Floor: the same text sent to 1,000 raw `ws` sockets by the same process in
 * the same run. The server is a process of its own; its processor time is what counts.
 */
export async function bench(): Promise<BenchRow[]> {
  return withBenchDatabase(async ({ db, url }) => {
    const server = fork(path.join(import.meta.dirname, 'push.child.ts'), [url], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    try {
      const { rawUrl, liveUrl } = await answerOf<{ rawUrl: string; liveUrl: string }>(server);
      const cpuOf = async (way: 'raw' | 'live', events = EVENTS, everyMs = EVERY_MS): Promise<number> =>
        (await ask<{ cpuMs: number }>(server, { do: way, events, everyMs })).cpuMs / events;
      const memory = () => ask<{ heapBytes: number; rssBytes: number }>(server, { do: 'measure' });

      await inGroups((n) => connectRaw(rawUrl, n));
      const before = await memory();
      const clients = await inGroups(() => connectLive(liveUrl));
      for (const client of clients) client.subscribe('1', SUBSCRIPTION);
      await systemClock.sleep(1_500);
      await cpuOf('live');
      await cpuOf('raw');
      const after = await memory();
      const bytes = (after.heapBytes - before.heapBytes) / SUBSCRIBERS / 1_024;
      const resident = (after.rssBytes - before.rssBytes) / SUBSCRIBERS / 1_024;

      const identical: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) identical.push((await cpuOf('live')) / (await cpuOf('raw')));
      for (const client of clients) client.complete('1');

      for (const client of clients) client.subscribe('2', LOG_SUBSCRIPTION);
      await systemClock.sleep(1_500);
      const lastMs: number[] = [];
      for (let n = 0; n < COMMITS; n += 1) {
        const all = Promise.all(clients.map((client) => client.next()));
        const event = { workspaceId: 'wsp_1', campaignNum: 1, kind: 'render.running' as const, subject: 'rnd_1' };
        await db.transaction().execute((trx) => recordEvents(trx, [event]));
        const committedMs = performance.now();
        await all;
        lastMs.push(performance.now() - committedMs);
        await systemClock.sleep(300 + 20 * n);
      }
      for (const client of clients) client.complete('2');

      for (const [n, client] of clients.entries()) client.subscribe('3', SUBSCRIPTION, { tag: `tag-${n}` });
      await systemClock.sleep(3_000);
      const distinct: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        distinct.push((await cpuOf('live', DISTINCT_EVENTS, DISTINCT_EVERY_MS)) / (await cpuOf('raw')));
      }
      const floor = await cpuOf('raw');
      for (const client of clients) client.close();
      return [
        rowOf(
          '1,000 identical subscribers: processor time an event, ratio to raw ws broadcast',
          identical,
          '≤ 1.25',
          (ratio) => ratio <= 1.25,
          `raw takes ${floor.toFixed(1)} ms`,
        ),
        rowOf('1,000 distinct subscribers: the same ratio', distinct, '≤ 2.2', (ratio) => ratio <= 2.2),
        rowOf('commit to the last of 1,000 subscribers, ms', lastMs, '≤ 200 ms', (ms) => ms <= 200),
        rowOf(
          'memory a subscriber, KB of heap and buffers',
          [bytes],
          '≤ 20 KB',
          (kilobytes) => kilobytes <= 20,
          `${resident.toFixed(1)} KB resident`,
        ),
      ];
    } finally {
      server.kill('SIGKILL');
    }
  });
}

async function answerOf<Answer extends Report>(server: ChildProcess): Promise<Answer> {
  const [report] = (await once(server, 'message')) as [Answer];
  return report;
}

async function ask<Answer extends Report>(server: ChildProcess, order: Order): Promise<Answer> {
  const answer = answerOf<Answer>(server);
  server.send(order);
  return answer;
}

/** Opens the sockets fifty at a time. */
async function inGroups<One>(open: (n: number) => Promise<One>): Promise<One[]> {
  const all: One[] = [];
  for (let n = 0; n < SUBSCRIBERS; n += 50) all.push(...(await Promise.all(Array.from({ length: 50 }, (_none, m) => open(n + m)))));
  return all;
}

async function connectRaw(url: string, _n: number): Promise<void> {
  await once(new WebSocket(url, { perMessageDeflate: false }), 'open');
}

interface LiveClient {
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  complete(id: string): void;
  /** Resolves with the next message. */
  next(): Promise<unknown>;
  close(): void;
}

async function connectLive(url: string): Promise<LiveClient> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  await once(socket, 'open');
  const acknowledged = once(socket, 'message');
  socket.send('{"type":"connection_init"}');
  await acknowledged;
  return {
    subscribe: (id, query, variables) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } })),
    complete: (id) => socket.send(JSON.stringify({ id, type: 'complete' })),
    next: () => once(socket, 'message'),
    close: () => socket.terminate(),
  };
}
