import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { listDispatchDue } from './endpoint.store.ts';
import { listServable } from './reuse.store.ts';
import { listReadingsDue } from './reading.store.ts';
import { warnExpiring } from './warn-expiring.ts';

/** Finished outputs rung again in one look; the rest waits for the next. */
const STORES_PER_LOOK = 200;

/**
 * Rings every doorbell behind which work waits. Jobs and webhooks make things fast; this makes them true: with every one of them lost the
 * campaign still ends right, only later.
 */
export async function sweepRenders(deps: Deps): Promise<void> {
  for (const endpointId of await listDispatchDue(deps.db)) await deps.queue.ring('dispatchEndpoint', { endpointId }, { key: endpointId });
  for (const endpointId of await listReadingsDue(deps.db, deps.timing.submittingStaleMs))
    await deps.queue.ring('reconcileEndpoint', { endpointId }, { key: endpointId });
  if ((await listServable(deps.db)).length > 0) await deps.queue.ring('serveReuses', {}, { key: 'all' });
  const forgotten = await sql<{ id: string }>`
    update renders set due_at = dailies_now() + make_interval(secs => ${deps.timing.storeRetryMs / 1000})
    where id in (
      select id from renders where status = 'succeeded' and due_at <= dailies_now() order by output_expires_at limit ${STORES_PER_LOOK} for no key update skip locked)
    returning id`.execute(deps.db);
  for (const { id } of forgotten.rows) await deps.queue.ring('storeOutput', { renderId: id });
  await warnExpiring(deps);
}
