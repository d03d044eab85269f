import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../apps/api/src/db/database.ts';
import { startEventFeed, type RunningEventFeed } from '../../apps/api/src/events/event-feed.ts';
import { readEvents, readLastSeq } from '../../apps/api/src/events/read-events.ts';
import { recordEvents } from '../../apps/api/src/events/record-event.ts';
import { numberEvents } from '../../apps/api/src/events/sequencer.ts';
import type { Event } from '../../apps/api/src/events/topics.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import type { Log } from '../../apps/api/src/lib/log.ts';
import { fastestMs } from '../support/fastest.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';

let postgres: TestDatabase;
let database: Database;
const feeds: RunningEventFeed[] = [];
const lines: unknown[] = [];
const write = (line: unknown): void => void lines.push(line);
const log: Log = { info: write, warn: write, error: write, debug: write };

beforeAll(async () => {
  postgres = await cloneDatabase();
  database = openDatabase({ url: postgres.url, connectionsMax: 24, onIdleError: write });
});
beforeEach(async () => {
  await database.pool.query('truncate events; update event_sequence set last_seq = 0');
});
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
});
afterAll(async () => {
  await database.close();
  await postgres.drop();
});

async function startFeed(connectionString = postgres.url): Promise<RunningEventFeed> {
  const feed = await startEventFeed({ db: database.db, connectionString, clock: systemClock, log });
  feeds.push(feed);
  return feed;
}

/** One transaction with `count` events of campaign 1 that stays open for `openMs`. */
async function commitEvents(subject: string, count: number, openMs = 0): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    const event = { workspaceId: 'wsp_1', campaignNum: 1, kind: 'render.running' as const, subject };
    await recordEvents(
      trx,
      Array.from({ length: count }, (_none, n) => ({ ...event, facts: { n } })),
    );
    if (openMs > 0) await systemClock.sleep(openMs);
  });
}

/** Follows the log by cursor until `total` events were seen, for 10 s at most. */
async function followLog(total: number, limit: number): Promise<Event[]> {
  const seen: Event[] = [];
  const endMs = performance.now() + 10_000;
  while (seen.length < total && performance.now() < endMs) {
    const page = await readEvents(database.db, { afterSeq: seen.at(-1)?.seq ?? 0, limit });
    seen.push(...page);
    if (page.length < limit) await systemClock.sleep(2);
  }
  return seen;
}

async function collect(feed: RunningEventFeed, campaignNum: number, total: number): Promise<Event[]> {
  const stop = new AbortController();
  const seen: Event[] = [];
  for await (const { events, gap } of feed.ofCampaign(campaignNum, stop.signal)) {
    expect(gap).toBe(false);
    seen.push(...events);
    if (seen.length >= total) break;
  }
  stop.abort();
  return seen;
}

const counting = (total: number): number[] => Array.from({ length: total }, (_none, n) => n + 1);
const seqsOf = (events: readonly Event[]): number[] => events.map((event) => event.seq);

async function cut(whose: string): Promise<void> {
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${whose}`,
  );
}

test('whatever writers commit, in whatever order, readers by cursor miss nothing and get nothing twice', async () => {
  const writer = fc.array(fc.record({ count: fc.integer({ min: 1, max: 5 }), openMs: fc.integer({ min: 0, max: 30 }) }), { maxLength: 8 });
  const writers = fc.array(writer, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(writers, fc.integer({ min: 1, max: 50 }), async (plans, limit) => {
      await database.pool.query('truncate events; update event_sequence set last_seq = 0');
      const total = plans.flat().reduce((sum, transaction) => sum + transaction.count, 0);
      const writing = new AbortController();
      const sequencers = [1, 2].map(async () => {
        while (!writing.signal.aborted || (await readLastSeq(database.db)) < total) await numberEvents(database.db);
      });
      const readers = [followLog(total, limit), followLog(total, 1_000)];
      await Promise.all(
        plans.map(async (plan, w) => {
          for (const { count, openMs } of plan) await commitEvents(`writer-${w}`, count, openMs);
        }),
      );
      writing.abort();
      await Promise.all(sequencers);
      for (const seen of await Promise.all(readers)) {
        expect(seqsOf(seen)).toEqual(counting(total));
        // What one writer committed first has the lower number.
        for (const [w, plan] of plans.entries()) {
          const own = seen.filter((event) => event.subject === `writer-${w}`).map((event) => event.facts['n']);
          expect(own).toEqual(plan.flatMap(({ count }) => Array.from({ length: count }, (_none, n) => n)));
        }
      }
    }),
    { numRuns: 15 },
  );
});

test('an event committed late gets a late number, so that a reader who is already further still sees it', async () => {
  const late = commitEvents('late', 1, 200);
  await systemClock.sleep(50);
  await commitEvents('early', 1);
  await numberEvents(database.db);
  expect((await readEvents(database.db, { afterSeq: 0, limit: 10 })).map((event) => event.subject)).toEqual(['early']);
  await late;
  await numberEvents(database.db);
  expect((await readEvents(database.db, { afterSeq: 1, limit: 10 })).map((event) => event.subject)).toEqual(['late']);
});

test('a threshold that a budget reached is a warning in the log, once, when it is numbered', async () => {
  const event = { workspaceId: 'wsp_1', campaignNum: null, kind: 'budget.threshold' as const, subject: 'bud_1', facts: { percent: 80 } };
  await database.db.transaction().execute((trx) => recordEvents(trx, [event, { ...event, kind: 'budget.set' as const }]));
  lines.length = 0;
  for (let n = 0; n < 2; n += 1) await numberEvents(database.db, log);
  expect(lines).toEqual([{ event: 'budget.threshold', workspaceId: 'wsp_1', subject: 'bud_1', percent: 80 }]);
});

test('a sequencer whose connection dies in the middle leaves no hole and no double number', async () => {
  const writing = new AbortController();
  const total = 600;
  const sequencers = [1, 2, 3].map(async () => {
    while (!writing.signal.aborted) await numberEvents(database.db).catch(() => undefined);
  });
  const killing = (async () => {
    while (!writing.signal.aborted) {
      await systemClock.sleep(15);
      await cut(`state <> 'idle' and (query like '%advisory%' or query like 'with fresh%')`);
    }
  })();
  const reading = followLog(total, 20);
  for (let n = 0; n < total; n += 10) await commitEvents('subject', 10).catch(() => commitEvents('subject', 10));
  const seen = await reading;
  writing.abort();
  await Promise.all([...sequencers, killing]);
  expect(seqsOf(seen)).toEqual(counting(total));
  expect(await readLastSeq(database.db)).toBe(total);
});

test('readers can ask for one workspace or campaign', async () => {
  await commitEvents('ours', 3);
  await database.db
    .transaction()
    .execute((trx) => recordEvents(trx, [{ workspaceId: 'wsp_2', campaignNum: 2, kind: 'campaign.created', subject: 'theirs' }]));
  await numberEvents(database.db);
  const subjects = async (query: object) =>
    (await readEvents(database.db, { afterSeq: 0, limit: 10, ...query })).map((event) => event.subject);
  expect(await subjects({ workspaceId: 'wsp_2' })).toEqual(['theirs']);
  expect(await subjects({ campaignNums: [1] })).toEqual(['ours', 'ours', 'ours']);
  expect(await subjects({ upToSeq: 2 })).toEqual(['ours', 'ours']);
});

test('a ring brings events to the readers of every process in well under a second', async () => {
  const [first, second] = [await startFeed(), await startFeed()];
  await systemClock.sleep(2_500);
  let last = 0;
  const tookMs = await fastestMs(async () => {
    const reading = [collect(first, 1, 3), collect(second, 1, 3)];
    await commitEvents('subject', 3);
    first.ring();
    for (const seen of await Promise.all(reading)) expect(seqsOf(seen)).toEqual([last + 1, last + 2, last + 3]);
    last += 3;
  });
  expect(tookMs).toBeLessThan(200);
});

test('the feed follows without a gap while its connections are cut again and again', async () => {
  const feed = await startFeed();
  const total = 500;
  const reading = collect(feed, 1, total);
  for (let n = 0; n < total; n += 1) {
    await commitEvents('subject', 1).catch(() => commitEvents('subject', 1));
    if (n % 100 === 50) await cut(`application_name = 'dailies-listener'`);
    if (n % 100 === 75) await cut(`state = 'idle'`);
  }
  expect(seqsOf(await reading)).toEqual(counting(total));
});

test('without any NOTIFY events arrive all the same, only later', async () => {
  const elsewhere = await cloneDatabase();
  const feed = await startFeed(elsewhere.url);
  const reading = collect(feed, 1, 5);
  await commitEvents('subject', 5);
  expect(seqsOf(await reading)).toEqual([1, 2, 3, 4, 5]);
  await feed.stop();
  await elsewhere.drop();
});

test('a log that was set back by a restored backup is told as a gap, and reading goes on', async () => {
  await commitEvents('before', 5);
  await numberEvents(database.db);
  const feed = await startFeed();
  const stop = new AbortController();
  const reader = feed.ofCampaign(1, stop.signal)[Symbol.asyncIterator]();
  await database.pool.query('truncate events; update event_sequence set last_seq = 2');
  expect(await reader.next()).toEqual({ done: false, value: { events: [], gap: true } });
  await commitEvents('after', 1);
  const next = await reader.next();
  expect(next.value).toMatchObject({ events: [{ seq: 3, subject: 'after' }], gap: false });
  stop.abort();
});
