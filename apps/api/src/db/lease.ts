import { sql } from 'kysely';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { runLoop } from '../lib/run-loop.ts';
import type { Db } from './database.ts';

/** A named right that one process has at a time. `holder` names the process and is not used twice. */
export interface LeaseOptions {
  db: Db;
  name: string;
  holder: string;
  /** How long the right lasts without renewal: a dead holder blocks the others at most this long. */
  leaseMs: number;
  clock: Clock;
}

/** Takes the lease, or renews it; false when somebody else holds it. Time is the database's. */
export async function takeLease(lease: LeaseOptions): Promise<boolean> {
  const expiresAt = sql<Date>`dailies_now() + ${lease.leaseMs} * interval '1 millisecond'`;
  const taken = await lease.db
    .insertInto('leases')
    .values({ name: lease.name, holder: lease.holder, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder: lease.holder, expires_at: expiresAt })
        .where((row) => row.or([row('leases.holder', '=', lease.holder), row('leases.expires_at', '<=', sql<Date>`dailies_now()`)])),
    )
    .returning('name')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Gives the lease up early, if it is still ours. */
export async function releaseLease(lease: LeaseOptions): Promise<void> {
  await lease.db.deleteFrom('leases').where('name', '=', lease.name).where('holder', '=', lease.holder).execute();
}

/**
 * Runs `work` once while holding the lease, and releases it; answers whether it ran. The lease is renewed while `work` runs; if it
 * is lost, the signal given to `work` aborts before anybody else can take it.
 */
export async function withLease(
  lease: LeaseOptions & { signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const takenAtMs = lease.clock.monotonicMs();
  if (!(await takeLease(lease))) return false;
  try {
    await workRenewed(lease, takenAtMs, work);
  } finally {
    await releaseLease(lease);
  }
  return true;
}

/**
 * Does `work` every `everyMs` for as long as `signal` allows, in one process at a time: the others look in every third of a lease
 * and take over when the holder stops (at once) or dies (after `leaseMs`). An error of `work` or of the database is logged and
 * followed by a growing rest, never the end. Resolves when the last run has ended and the lease is given up.
 */
export async function runLeasedLoop(
  options: LeaseOptions & { everyMs: number; log: Log; signal: AbortSignal; work: (signal: AbortSignal) => Promise<void> },
): Promise<void> {
  await runLoop({
    name: options.name,
    backoffMs: options.everyMs,
    clock: options.clock,
    log: options.log,
    signal: options.signal,
    work: async () => {
      const takenAtMs = options.clock.monotonicMs();
      if (!(await takeLease(options))) return options.leaseMs / 3;
      await workRenewed(options, takenAtMs, options.work);
      return options.everyMs;
    },
  });
  await releaseLease(options).catch((error: unknown) => options.log.warn({ event: 'lease.not_released', lease: options.name, err: error }));
}

/** Renews the lease every third of its time while `work` runs; aborts the work when a renewal has not come through in time. */
async function workRenewed(
  lease: LeaseOptions & { signal: AbortSignal },
  takenAtMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { clock } = lease;
  const lost = new AbortController();
  const ended = new AbortController();
  const stop = (): void => lost.abort();
  lease.signal.addEventListener('abort', stop, { once: true });
  if (lease.signal.aborted) stop();
  let validUntilMs = takenAtMs + lease.leaseMs;
  const renewal = (async () => {
    await clock.sleep(lease.leaseMs / 3, ended.signal);
    while (!ended.signal.aborted) {
      const askedAtMs = clock.monotonicMs();
      const kept = await takeLease(lease).catch(() => null);
      if (kept) validUntilMs = askedAtMs + lease.leaseMs;
      if (kept === false) lost.abort();
      await clock.sleep(lease.leaseMs / 3, ended.signal);
    }
  })();
  const guard = (async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      const leftMs = validUntilMs - clock.monotonicMs();
      if (leftMs <= 0) lost.abort();
      else await clock.sleep(leftMs, ended.signal);
    }
  })();
  try {
    await work(lost.signal);
  } finally {
    ended.abort();
    lease.signal.removeEventListener('abort', stop);
    await Promise.all([renewal, guard]);
  }
}
