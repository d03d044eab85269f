import { sql } from 'kysely';
import pg from 'pg';
import { type Db, openDatabase } from '../../apps/api/src/db/database.ts';
import { type RunningEventFeed, startEventFeed } from '../../apps/api/src/events/event-feed.ts';
import { recordEvents } from '../../apps/api/src/events/record-event.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { withBenchDatabase } from './bench-database.ts';
import { type BenchRow, rowOf } from './bench-row.ts';

const ROUNDS = 5;
const WRITERS = 12;
const WRITE_FOR_MS = 2_000;
const NOTIFIED = 2_000;
const PACKED = 20_000;
const PER_TRANSACTION = 500;
const log = createLog({ level: 'silent', secrets: [] });
const EVENT = {
  workspaceId: 'wsp_1',
  campaignNum: 1,
  kind: 'render.running' as const,
  subject: 'rnd_1',
  facts: { index: 1, to: 'rendering' },
};

/**
 * The event log as a bus. Floors: an event told by a NOTIFY in its own transaction to a raw listener; 12 connections that write the same
 * rows and events while nobody numbers, notifies or listens.
 */
export async function bench(): Promise<BenchRow[]> {
  return withBenchDatabase(async ({ db, url }) => [await benchBus(db, url), await benchWrites(db, url)]);
}

async function benchBus(db: Db, url: string): Promise<BenchRow> {
  const ratios: number[] = [];
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = NOTIFIED / ((await timeNotifyEach(url)) / 1_000);
    const ours = PACKED / ((await timeFeed(db, url)) / 1_000);
    best = Math.max(best, ours);
    ratios.push(ours / floor);
  }
  const note = `${Math.round(best)} events/s at best, from the first commit to the reader`;
  return rowOf('events a second through the log ÷ one NOTIFY a transaction', ratios, '≥ 20', (ratio) => ratio >= 20, note);
}

async function timeNotifyEach(url: string): Promise<number> {
  const [writer, listener] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
  await Promise.all([writer.connect(), listener.connect()]);
  await listener.query('listen bench_each');
  const all = Promise.withResolvers<void>();
  let heard = 0;
  listener.on('notification', () => {
    heard += 1;
    if (heard === NOTIFIED) all.resolve();
  });
  const payload = JSON.stringify(EVENT);
  const elapsedMs = await timed(async () => {
    for (let n = 0; n < NOTIFIED; n += 1) {
      await writer.query(
        `with told as (insert into events (workspace_id, campaign_num, kind, subject, facts) values ('wsp_1', 2, 'render.running', 'rnd_1', '{}'))
        select pg_notify('bench_each', $1)`,
        [payload],
      );
    }
    await all.promise;
  });
  await Promise.all([writer.end(), listener.end()]);
  return elapsedMs;
}

async function timeFeed(db: Db, url: string): Promise<number> {
  await db.deleteFrom('events').execute();
  const feed = await startFeed(url);
  const stop = new AbortController();
  const batches = feed.ofCampaign(1, stop.signal);
  const reading = (async () => {
    let last = 0;
    for await (const { events } of batches) {
      last = Number(events.at(-1)?.facts['n'] ?? last);
      if (last === PACKED - 1) return;
    }
  })();
  const elapsedMs = await timed(async () => {
    for (let n = 0; n < PACKED; n += PER_TRANSACTION) {
      const some = Array.from({ length: PER_TRANSACTION }, (_none, m) => ({ ...EVENT, facts: { n: n + m } }));
      await db.transaction().execute((trx) => recordEvents(trx, some));
      feed.ring();
    }
    await reading;
  });
  stop.abort();
  await feed.stop();
  return elapsedMs;
}

/** A feed with connections of its own, so that writers keep theirs. */
async function startFeed(url: string): Promise<RunningEventFeed> {
  const { db, close } = openDatabase({ url, connectionsMax: 2, onIdleError: () => undefined });
  const feed = await startEventFeed({ db, connectionString: url, clock: systemClock, log });
  return {
    ...feed,
    async stop() {
      await feed.stop();
      await close();
    },
  };
}

async function benchWrites(db: Db, url: string): Promise<BenchRow> {
  await sql`create table written (id int primary key, n int not null default 0) with (fillfactor = 50)`.execute(db);
  await sql`insert into written (id) select generate_series(0, ${WRITERS * 100}::int)`.execute(db);
  await writeAll(db);
  const ratios: number[] = [];
  let perSecond = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await writeAll(db);
    const feed = await startFeed(url);
    const stop = new AbortController();
    void (async () => {
      for await (const _batch of feed.ofCampaign(1, stop.signal));
    })();
    const ours = await writeAll(db);
    stop.abort();
    await feed.stop();
    ratios.push(ours / floor);
    perSecond = Math.max(perSecond, (ours * 1_000) / WRITE_FOR_MS);
  }
  const note = `${Math.round(perSecond)} transactions/s at best`;
  return rowOf('write throughput with the log followed ÷ without, 12 connections', ratios, '≥ 0.9', (ratio) => ratio >= 0.9, note);
}

/** Transactions of a row change and its event that 12 connections commit within two seconds. */
async function writeAll(db: Db): Promise<number> {
  await db.deleteFrom('events').execute();
  await sql`vacuum events`.execute(db);
  const endMs = performance.now() + WRITE_FOR_MS;
  const writer = async (w: number): Promise<number> => {
    let written = 0;
    while (performance.now() < endMs) {
      await db.transaction().execute(async (trx) => {
        await sql`update written set n = n + 1 where id = ${w * 100 + (written % 100)}`.execute(trx);
        await recordEvents(trx, [EVENT]);
      });
      written += 1;
    }
    return written;
  };
  const all = await Promise.all(Array.from({ length: WRITERS }, (_none, w) => writer(w)));
  return all.reduce((sum, written) => sum + written, 0);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const fromMs = performance.now();
  await work();
  return performance.now() - fromMs;
}
