import type { EndpointLevel } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Capabilities } from '../providers/provider.ts';

/**
 * Keeps what a check of an endpoint saw, over what was known before; what it could not see stays. Workers notice within seconds. Answers the
 * level that follows, or null where there is no such endpoint.
 */
export async function recordProbe(db: Db, endpointId: string, learned: Partial<Capabilities>): Promise<EndpointLevel | null> {
  const row = await db
    .updateTable('endpoints')
    .set({
      capabilities: sql`capabilities || ${JSON.stringify(learned)}::jsonb`,
      probed_at: sql<Date>`dailies_now()`,
    })
    .where('id', '=', endpointId)
    .returning('level')
    .executeTakeFirst();
  return row?.level ?? null;
}
