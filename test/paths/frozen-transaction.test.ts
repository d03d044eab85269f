import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import { cloneDatabase } from '../support/postgres.ts';

/** Longer than a transaction may stand still. */
const FROZEN_MS = 18_000;

let database: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

test('what a process that stands still has locked is free again by itself', async () => {
  const open = () => openDatabase({ url: database.url, connectionsMax: 1, onIdleError: () => undefined });
  const [frozen, other] = [open(), open()];
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
