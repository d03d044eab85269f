import type { EndpointLevel } from '@dailies/schema';
import { recordProbe } from '../../catalog/record-probe.ts';
import { readConfig } from '../../app/config.ts';
import { openDatabase } from '../../db/database.ts';
import { startLocalPostgres } from '../../local/start-local-postgres.ts';
import type { Capabilities } from '../../providers/provider.ts';

/** Writes what a check saw to the endpoint's row; the level that follows, or null where there is no such endpoint. Local services are started for it. */
export async function keepFindings(endpointId: string, learned: Partial<Capabilities>): Promise<EndpointLevel | null> {
  const config = readConfig({ quietly: true });
  const postgres = config.databaseUrl === null ? await startLocalPostgres({ dataDir: config.dataDir }) : null;
  const database = openDatabase({ url: config.databaseUrl ?? postgres!.url, connectionsMax: 1, onIdleError: () => undefined });
  try {
    return await recordProbe(database.db, endpointId, learned);
  } finally {
    await database.close();
    await postgres?.stop();
  }
}
