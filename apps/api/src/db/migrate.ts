import { migrations } from '@dailies/migrations';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';

/** Brings a database to the newest migration; several processes may call it at once (Kysely takes a lock). Throws the first failure. */
export async function migrateToLatest(connectionString: string): Promise<void> {
  await withMigrator(connectionString, async (migrator) => throwFailure(await migrator.migrateToLatest()));
}

/** Runs `work` with a migrator of its own connection. */
export async function withMigrator(connectionString: string, work: (migrator: Migrator) => Promise<void>): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 2 }) }) });
  try {
    await work(new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } }));
  } finally {
    await db.destroy();
  }
}

export function throwFailure(result: {
  error?: unknown;
  results?: readonly { migrationName: string; status: string }[] | undefined;
}): void {
  if (result.error === undefined) return;
  const name = result.results?.find((one) => one.status === 'Error')?.migrationName ?? 'unknown';
  throw new Error(`migration ${name} failed`, { cause: result.error });
}
