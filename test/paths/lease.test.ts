import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../apps/api/src/db/database.ts';
import { releaseLease, runLeasedLoop, takeLease, withLease, type LeaseOptions } from '../../apps/api/src/db/lease.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import type { Log } from '../../apps/api/src/lib/log.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';

let postgres: TestDatabase;
let database: Database;
const lines: unknown[] = [];
const write = (line: unknown): void => void lines.push(line);
const log: Log = { info: write, warn: write, error: write, debug: write };
const lease = (name: string, holder: string, leaseMs = 10_000): LeaseOptions => ({
  db: database.db,
  name,
  holder,
  leaseMs,
  clock: systemClock,
});

beforeAll(async () => {
  postgres = await cloneDatabase();
  database = openDatabase({ url: postgres.url, connectionsMax: 10, onIdleError: write });
});
afterAll(async () => {
  await database.close();
  await postgres.drop();
});

test('of twenty who ask at once one gets the lease', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_none, n) => takeLease(lease('rush', `holder-${n}`))));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('a lease is renewed by its holder, passes on when released and when expired', async () => {
  expect(await takeLease(lease('baton', 'one', 150))).toBe(true);
  expect(await takeLease(lease('baton', 'one', 150))).toBe(true);
  expect(await takeLease(lease('baton', 'two', 150))).toBe(false);
  await releaseLease(lease('baton', 'two'));
  expect(await takeLease(lease('baton', 'two', 150))).toBe(false);
  await systemClock.sleep(200);
  expect(await takeLease(lease('baton', 'two'))).toBe(true);
  await releaseLease(lease('baton', 'two'));
  expect(await takeLease(lease('baton', 'three'))).toBe(true);
});

test('a lease is kept for as long as the work lasts and given up after it, also after an error', async () => {
  const signal = new AbortController().signal;
  const ran = await withLease({ ...lease('long', 'one', 120), signal }, async (held) => {
    await systemClock.sleep(400);
    expect(held.aborted).toBe(false);
    expect(await takeLease(lease('long', 'two'))).toBe(false);
  });
  expect(ran).toBe(true);
  expect(await takeLease(lease('long', 'two'))).toBe(true);
  expect(await withLease({ ...lease('long', 'one'), signal }, () => Promise.resolve())).toBe(false);
  const failing = withLease({ ...lease('fails', 'one'), signal }, () => Promise.reject(new Error('work failed')));
  await expect(failing).rejects.toThrow('work failed');
  expect(await takeLease(lease('fails', 'two'))).toBe(true);
});

test('work is told to stop when its lease is lost', async () => {
  const signal = new AbortController().signal;
  await withLease({ ...lease('stolen', 'one', 300), signal }, async (held) => {
    await database.db.updateTable('leases').set({ holder: 'thief' }).where('name', '=', 'stolen').execute();
    await systemClock.sleep(2_000, held);
    expect(held.aborted).toBe(true);
  });
});

test('of several loops one works at a time; another takes over when it stops or dies', async () => {
  let inside = 0;
  let most = 0;
  const runs = new Map<string, number>();
  const start = (holder: string): { stop: () => void; ended: Promise<void> } => {
    const stop = new AbortController();
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      runs.set(holder, (runs.get(holder) ?? 0) + 1);
      await systemClock.sleep(3);
      inside -= 1;
    };
    const ended = runLeasedLoop({ ...lease('sweep', holder, 300), everyMs: 5, log, signal: stop.signal, work });
    return { stop: () => stop.abort(), ended };
  };
  await takeLease(lease('sweep', 'dead', 200));
  const loops = new Map(['one', 'two', 'three'].map((holder) => [holder, start(holder)]));
  for (let n = 0; n < 3; n += 1) {
    await expect.poll(() => runs.size, { timeout: 5_000 }).toBe(n + 1);
    const working = [...runs.keys()].at(-1) ?? '';
    loops.get(working)?.stop();
    await loops.get(working)?.ended;
  }
  expect(most).toBe(1);
  expect([...runs.values()].every((count) => count > 0)).toBe(true);
});

test('a loop outlives errors of its work and cut connections', async () => {
  const stop = new AbortController();
  let runs = 0;
  const work = async (): Promise<void> => {
    runs += 1;
    if (runs === 2) throw new Error('once');
  };
  const ended = runLeasedLoop({ ...lease('sturdy', 'one', 1_000), everyMs: 5, log, signal: stop.signal, work });
  await expect.poll(() => runs, { timeout: 5_000 }).toBeGreaterThan(3);
  const killer = openDatabase({ url: postgres.url, connectionsMax: 1, onIdleError: write });
  await killer.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await killer.close();
  const before = runs;
  await expect.poll(() => runs, { timeout: 5_000 }).toBeGreaterThan(before + 3);
  stop.abort();
  await ended;
  expect(lines).toContainEqual(expect.objectContaining({ event: 'loop.failed', loop: 'sturdy' }));
});
