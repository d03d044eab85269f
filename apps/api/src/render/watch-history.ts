import type { Db } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { type HistoryPoint, hasBroken, readHistoryPoint } from './database-history.ts';
import { guardRestore } from './guard-restore.ts';
import { forgetReadings } from './read-back.ts';

/** What this process last saw of a database it works on; looks take turns. */
interface Watch {
  last: HistoryPoint | null;
  turn: Promise<void>;
}

const watches = new WeakMap<Db, Watch>();

/**
 * A database that is restored or fails over while processes live has forgotten what they sent: they reconnect to it and would send it again.
 * Called before each pass of sends: where the history broke since the last call, lists are read anew and `guardRestore` says what must pause.
 * Rejects while the database can not tell; nothing may be sent then.
 */
export async function watchHistory(deps: Deps, signal: AbortSignal): Promise<void> {
  const watch = watches.get(deps.db) ?? { last: null, turn: Promise.resolve() };
  watches.set(deps.db, watch);
  const look = watch.turn.then(() => lookAgain(deps, watch, signal));
  watch.turn = look.catch(() => undefined);
  return look;
}

async function lookAgain(deps: Deps, watch: Watch, signal: AbortSignal): Promise<void> {
  const now = await readHistoryPoint(deps.db);
  if (watch.last && hasBroken(watch.last, now)) {
    deps.log.error({ event: 'database.history_broken', before: watch.last, now });
    forgetReadings();
    await guardRestore(deps, signal);
  }
  watch.last = now;
}
