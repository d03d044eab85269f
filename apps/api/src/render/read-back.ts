import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { Provider } from '../providers/provider.ts';
import { judgeEndpoint } from './sweep-orphans.ts';

/** Readings of this process: one for each provider it has opened, so that a new address or key is read again. */
let readings = new WeakMap<Provider, Promise<boolean>>();

/** Every list is read again before the next send: what was read told of rows that are gone. */
export function forgetReadings(): void {
  readings = new WeakMap();
}

/**
 * Reconcile first, then work: before this process sends anything to an endpoint it reads the provider's list back to where it was judged last.
 * A database restored from a backup has lost the rows of what was sent since; their videos are found here and adopted, so that nothing is
 * bought again. Answers whether sends may begin; false while the list was not read, which the endpoint's row says in words. An endpoint that
 * does not list has nothing to read: `pauseAfterRestore` guards it.
 */
export async function readBackOnce(deps: Deps, endpointId: string, provider: Provider, signal: AbortSignal): Promise<boolean> {
  const before = readings.get(provider);
  if (before) return before;
  if (await isResting(deps.db, endpointId)) return false;
  const reading = readBack(deps, endpointId, provider, signal);
  readings.set(provider, reading);
  const isRead = await reading.catch(() => false);
  if (!isRead) readings.delete(provider);
  return reading;
}

async function readBack(deps: Deps, endpointId: string, provider: Provider, signal: AbortSignal): Promise<boolean> {
  const isRead = !provider.capabilities.lists || (await isJudged(deps, endpointId, provider, signal));
  await deps.db
    .updateTable('endpoints')
    .set(isRead ? { read_back_at: sql<Date>`dailies_now()`, read_back_waits: null } : { read_back_waits: WAITS })
    .where('id', '=', endpointId)
    .execute();
  deps.log[isRead ? 'info' : 'warn']({ event: isRead ? 'endpoint.read_back' : 'endpoint.read_back_waits', endpointId });
  return isRead;
}

/** Whether the provider has asked for a rest that is not over. */
async function isResting(db: Db, endpointId: string): Promise<boolean> {
  const { rows } = await sql`select from endpoints where id = ${endpointId} and backoff_until > dailies_now()`.execute(db);
  return rows.length > 0;
}

async function isJudged(deps: Deps, endpointId: string, provider: Provider, signal: AbortSignal): Promise<boolean> {
  try {
    return await judgeEndpoint(deps, endpointId, provider, signal);
  } catch (error) {
    deps.log.error({ event: 'orphans.unjudged', endpointId, error });
    return false;
  }
}

const WAITS =
  'Nothing is sent yet: after a start the provider’s list of videos is read once, so that nothing is bought twice, and it was not answered. ' +
  'Where this server has no list at all, certify it by npm run provider -- check, so that nobody waits for it.';
