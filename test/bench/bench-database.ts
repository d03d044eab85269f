import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../../apps/api/src/db/database.ts';
import { migrateToLatest } from '../../apps/api/src/db/migrate.ts';
import { startLocalPostgres } from '../../apps/api/src/local/start-local-postgres.ts';

/** A durable, migrated PostgreSQL of a bench's own, as `npm start` would run it; gone when the work is done. */
export async function withBenchDatabase<Result>(work: (database: Database & { url: string }) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dailies-bench-'));
  const postgres = await startLocalPostgres({ dataDir: folder });
  try {
    await migrateToLatest(postgres.url);
    const database = openDatabase({ url: postgres.url, connectionsMax: 12, onIdleError: () => undefined });
    try {
      return await work({ ...database, url: postgres.url });
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
