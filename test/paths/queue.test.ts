import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../apps/api/src/db/database.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import type { Log } from '../../apps/api/src/lib/log.ts';
import { jobs } from '../../apps/api/src/queue/jobs.ts';
import { createPgBossQueue } from '../../apps/api/src/queue/pg-boss-queue.ts';
import type { JobHandlers, Queue } from '../../apps/api/src/queue/queue.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';

let postgres: TestDatabase;
let database: Database;
let queue: Queue;
const started: Queue[] = [];
const lines: Record<string, unknown>[] = [];
const write = (line: unknown): void => void lines.push(line as Record<string, unknown>);
const log: Log = { info: write, warn: write, error: write, debug: write };

async function start(): Promise<Queue> {
  const one = await createPgBossQueue({ connectionString: postgres.url, log });
  started.push(one);
  return one;
}

/** Handlers that fail the test's wait when an unexpected job arrives. */
function handlersWith(some: Partial<JobHandlers>): JobHandlers {
  const unexpected = () => Promise.reject(new Error('no such job was expected'));
  return { ...(Object.fromEntries(Object.keys(jobs).map((name) => [name, unexpected])) as unknown as JobHandlers), ...some };
}

async function waitUntil(holds: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain`);
    await systemClock.sleep(10);
  }
}

async function countJobs(where: string): Promise<number> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const found = await client.query<{ count: string }>(`select count(*) from pgboss.job where ${where}`);
  await client.end();
  return Number(found.rows[0]?.count);
}

beforeAll(async () => {
  postgres = await cloneDatabase();
  database = openDatabase({ url: postgres.url, connectionsMax: 5, onIdleError: write });
  await sql`drop schema pgboss cascade`.execute(database.db);
  await Promise.all([start(), start(), start()]);
  queue = started[0]!;
});
afterEach(async () => {
  await Promise.all(started.splice(1).map((one) => one.stop(1_000)));
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('delete from pgboss.job');
  await client.end();
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.stop(1_000)));
  await database.close();
  await postgres.drop();
});

test('a job exists exactly when the transaction of its rows committed', async () => {
  await database.db.transaction().execute((trx) => queue.enqueue(trx, 'storeOutput', { renderId: 'kept' }));
  await expect(
    database.db.transaction().execute(async (trx) => {
      await queue.enqueue(trx, 'storeOutput', { renderId: 'lost' });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await countJobs(`data ->> 'renderId' = 'kept'`)).toBe(1);
  expect(await countJobs(`data ->> 'renderId' = 'lost'`)).toBe(0);
});

test('a payload that does not fit its job is refused before it is stored', async () => {
  await expect(queue.ring('storeOutput', { renderId: 7 } as never)).rejects.toThrow();
  expect(await countJobs('true')).toBe(0);
});

test('ten thousand jobs are enqueued in one transaction in bulk', async () => {
  const payloads = Array.from({ length: 10_000 }, (_none, n) => ({ renderId: `render-${n}` }));
  await database.db.transaction().execute((trx) => queue.enqueueMany(trx, 'storeOutput', payloads));
  expect(await countJobs(`name = 'store-output'`)).toBe(10_000);
});

test('a keyed job waits once and runs once at a time; a ring during a run makes it run again', async () => {
  const worker = await start();
  let running = 0;
  let most = 0;
  let runs = 0;
  const release = Promise.withResolvers<void>();
  const dispatchEndpoint = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await release.promise;
    running -= 1;
    runs += 1;
  };
  await worker.work(handlersWith({ dispatchEndpoint }));
  await queue.ring('dispatchEndpoint', { endpointId: 'one' });
  await waitUntil(() => running === 1);
  for (let n = 0; n < 5; n += 1) await queue.ring('dispatchEndpoint', { endpointId: 'one' });
  release.resolve();
  await waitUntil(async () => (await countJobs(`state < 'completed'`)) === 0);
  expect({ most, runs }).toEqual({ most: 1, runs: 2 });
});

test('jobs of different keys run side by side', async () => {
  const worker = await start();
  const both = Promise.withResolvers<void>();
  const seen = new Set<string>();
  const dispatchEndpoint = async ({ endpointId }: { endpointId: string }): Promise<void> => {
    seen.add(endpointId);
    if (seen.size === 2) both.resolve();
    await both.promise;
  };
  await worker.work(handlersWith({ dispatchEndpoint }));
  await queue.ring('dispatchEndpoint', { endpointId: 'one' });
  await queue.ring('dispatchEndpoint', { endpointId: 'two' });
  await both.promise;
});

test('a ring now brings a job forward that was to start later', async () => {
  const worker = await start();
  const ran = Promise.withResolvers<void>();
  await queue.ring('reconcileEndpoint', { endpointId: 'one' }, { startAfter: new Date(Date.now() + 3_600_000) });
  await worker.work(handlersWith({ reconcileEndpoint: async () => ran.resolve() }));
  await queue.ring('reconcileEndpoint', { endpointId: 'one' }, { startAfter: new Date(Date.now() + 7_200_000) });
  expect(await countJobs(`state < 'active'`)).toBe(1);
  await queue.ring('reconcileEndpoint', { endpointId: 'one' });
  await ran.promise;
});

test('a backlog is drained without waiting for polls, never more side by side than the job allows', async () => {
  const worker = await start();
  let running = 0;
  let most = 0;
  let done = 0;
  const storeOutput = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await systemClock.sleep(20);
    running -= 1;
    done += 1;
  };
  const payloads = Array.from({ length: 100 }, (_none, n) => ({ renderId: `render-${n}` }));
  await database.db.transaction().execute((trx) => queue.enqueueMany(trx, 'storeOutput', payloads));
  const from = performance.now();
  await worker.work(handlersWith({ storeOutput }));
  await waitUntil(() => done === 100);
  expect(performance.now() - from).toBeLessThan(5_000);
  expect(most).toBe(jobs.storeOutput.concurrency);
});

test('a handler that throws is tried again after a pause; one that always throws ends as a dead letter', async () => {
  const worker = await start();
  let tries = 0;
  const storeOutput = async (): Promise<void> => {
    tries += 1;
    if (tries === 1) throw new Error('the first try fails');
  };
  const expandCampaign = () => Promise.reject(new Error('always'));
  await worker.work(handlersWith({ storeOutput, expandCampaign }));
  await queue.ring('storeOutput', { renderId: 'flaky' });
  await waitUntil(() => tries === 2);
  expect(lines).toContainEqual(expect.objectContaining({ event: 'job.failed', job: 'store-output', attempt: 1 }));

  await queue.ring('expandCampaign', { campaignId: 'doomed' });
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`update pgboss.job set retry_count = retry_limit where name = 'expand-campaign' and state < 'active'`);
  await waitUntil(async () => {
    await client.query(`update pgboss.job set retry_count = retry_limit, start_after = now() where state = 'retry'`);
    return (await countJobs(`name = 'dead-letters'`)) === 1;
  });
  await client.end();
});

test('draining aborts the signal of running handlers and waits for them', async () => {
  const worker = await start();
  const began = Promise.withResolvers<void>();
  let ended = false;
  const storeOutput = async (_payload: unknown, signal: AbortSignal): Promise<void> => {
    began.resolve();
    await systemClock.sleep(60_000, signal);
    await systemClock.sleep(100);
    ended = true;
  };
  await worker.work(handlersWith({ storeOutput }));
  await queue.ring('storeOutput', { renderId: 'long' });
  await began.promise;
  await worker.stop(5_000);
  expect(ended).toBe(true);
  expect(await countJobs(`state = 'completed'`)).toBe(1);
});

test('a killed worker loses its job to another within seconds', async () => {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await queue.ring('storeOutput', { renderId: 'orphan' });
  await client.query(
    `update pgboss.job set state = 'active', started_on = now() - interval '20s', heartbeat_on = now() - interval '11s' where name = 'store-output'`,
  );
  await client.end();
  const worker = await start();
  const taken = Promise.withResolvers<string>();
  await worker.work(handlersWith({ storeOutput: async ({ renderId }) => taken.resolve(renderId) }));
  expect(await taken.promise).toBe('orphan');
});

test('cut connections are logged and mended: work goes on', async () => {
  const worker = await start();
  const seen = new Set<string>();
  await worker.work(handlersWith({ storeOutput: async ({ renderId }) => void seen.add(renderId) }));
  await queue.ring('storeOutput', { renderId: 'before' });
  await waitUntil(() => seen.has('before'));
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
  await waitUntil(() =>
    queue.ring('storeOutput', { renderId: 'after' }).then(
      () => true,
      () => false,
    ),
  );
  await waitUntil(() => seen.has('after'));
  expect(lines).toContainEqual(expect.objectContaining({ event: 'queue.error' }));
});
