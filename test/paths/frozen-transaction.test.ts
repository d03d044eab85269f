import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import { cloneDatabase } from '../support/postgres.ts';

/** How long a transaction may stand still here, and how long this one does. */
const IDLE_LIMIT_MS = 1_000;
const FROZEN_MS = 4_000;

let database: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const open = (idleLimitMs?: number) =>
  openDatabase({ url: database.url, connectionsMax: 1, onIdleError: () => undefined, ...(idleLimitMs !== undefined && { idleLimitMs }) });

test('every connection of the product has a limit for transactions that stand still: 15 seconds', async () => {
  const { db, close } = open();
  const { rows } = await sql`show idle_in_transaction_session_timeout`.execute(db);
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '15s' }]);
  await close();
});

test('what a process that stands still has locked is free again by itself', async () => {
  const [frozen, other] = [open(IDLE_LIMIT_MS), open()];
  const lock = sql`lock table leases in exclusive mode`;
  const locked = Promise.withResolvers<void>();
  const standsStill = frozen.db.transaction().execute(async (trx) => {
    await lock.execute(trx);
    locked.resolve();
    await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
    await lock.execute(trx);
  });
  const ended = expect(standsStill).rejects.toThrow();
  await locked.promise;
  const startedMs = performance.now();
  await other.db.transaction().execute((trx) => lock.execute(trx));
  expect(performance.now() - startedMs).toBeLessThan(FROZEN_MS);
  await ended;
  await Promise.all([frozen.close(), other.close()]);
});
