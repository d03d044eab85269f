import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../apps/api/src/db/database.ts';
import { runLeasedLoop } from '../../apps/api/src/db/lease.ts';
import { migrateToLatest } from '../../apps/api/src/db/migrate.ts';
import { startEventFeed, type RunningEventFeed } from '../../apps/api/src/events/event-feed.ts';
import { recordEvents } from '../../apps/api/src/events/record-event.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import type { Log } from '../../apps/api/src/lib/log.ts';
import { startLocalPostgres, type LocalPostgres } from '../../apps/api/src/local/start-local-postgres.ts';
import { jobs } from '../../apps/api/src/queue/jobs.ts';
import { createPgBossQueue } from '../../apps/api/src/queue/pg-boss-queue.ts';
import type { JobHandlers, Queue } from '../../apps/api/src/queue/queue.ts';

let folder: string;
let postgres: LocalPostgres;
let database: Database;
let queue: Queue;
let feed: RunningEventFeed;
const log = { info() {}, warn() {}, error() {}, debug() {} } as unknown as Log;
const handled = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dailies-outage-'));
  postgres = await startLocalPostgres({ dataDir: folder });
  await migrateToLatest(postgres.url);
  database = openDatabase({ url: postgres.url, connectionsMax: 8, onIdleError: () => {} });
  queue = await createPgBossQueue({ connectionString: postgres.url, log });
  feed = await startEventFeed({ db: database.db, connectionString: postgres.url, clock: systemClock, log });
  const idle = Object.fromEntries(Object.keys(jobs).map((name) => [name, async () => {}])) as unknown as JobHandlers;
  await queue.work({ ...idle, removeProviderCopy: async ({ renderId }) => void handled.add(renderId) });
});
afterAll(async () => {
  await queue.stop(1_000);
  await feed.stop();
  await database.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A row change as the product commits it: its event and its job in the same transaction. */
async function commit(n: number): Promise<boolean> {
  try {
    await database.db.transaction().execute(async (trx) => {
      await recordEvents(trx, [{ workspaceId: 'wsp_1', campaignNum: 1, kind: 'render.running', subject: `rnd_${n}` }]);
      await queue.enqueue(trx, 'removeProviderCopy', { renderId: `rnd_${n}` });
    });
    return true;
  } catch {
    return false;
  }
}

test('a database that is killed and comes back loses no job and no event, and stops no loop', async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const seqs: number[] = [];
  const reading = (async () => {
    for await (const { events } of feed.ofCampaign(1, stop.signal)) {
      seen.push(...events.map((event) => event.subject));
      seqs.push(...events.map((event) => event.seq));
    }
  })();
  let runs = 0;
  const loop = runLeasedLoop({
    db: database.db,
    clock: systemClock,
    log,
    name: 'sweep',
    holder: 'one',
    leaseMs: 1_000,
    everyMs: 20,
    signal: stop.signal,
    work: async () => void (runs += 1),
  });

  const committed: string[] = [];
  let outages = 0;
  for (let n = 0; n < 400; n += 1) {
    if (n === 100 || n === 250) process.kill(postgres.pid, 'SIGKILL');
    if (await commit(n)) committed.push(`rnd_${n}`);
    else {
      outages += 1;
      await systemClock.sleep(100);
    }
  }
  expect(outages).toBeGreaterThan(0);
  expect(committed.length).toBeGreaterThan(150);
  const runsBefore = runs;
  await expect.poll(() => committed.filter((id) => !handled.has(id)), { timeout: 30_000, interval: 50 }).toEqual([]);
  await expect.poll(() => committed.filter((id) => !seen.includes(id)), { timeout: 30_000, interval: 50 }).toEqual([]);
  await expect.poll(() => runs, { timeout: 15_000 }).toBeGreaterThan(runsBefore);
  stop.abort();
  await Promise.all([reading, loop]);
  expect(seqs).toEqual(seqs.map((_seq, n) => n + 1));
});
