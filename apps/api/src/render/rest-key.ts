import type { Db } from '../db/database.ts';
import { restEndpoint } from './endpoint.store.ts';
import { restReadings } from './reading.store.ts';

/**
 * The provider answered a question with `retry-after`: whoever uses this key, in whatever process, sends and asks nothing for so long
 * (docs/decisions/0038). 0: it asked for no rest.
 */
export async function restKey(db: Db, endpointId: string, restMs: number): Promise<void> {
  if (restMs <= 0) return;
  await restEndpoint(db, endpointId, restMs);
  await restReadings(db, endpointId, restMs);
}
