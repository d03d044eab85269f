import { readdirSync } from 'node:fs';
import path from 'node:path';
import { migrations } from '@dailies/migrations';
import pg from 'pg';
import { NO_MIGRATIONS } from 'kysely/migration';
import { expect, it } from 'vitest';
import { throwFailure, withMigrator } from '../../apps/api/src/db/migrate.ts';
import { cloneDatabase } from '../support/postgres.ts';
import { ROOT } from './source-files.ts';

const OBJECTS = `
  select kind || ' ' || name as object from (
    select 'relation' as kind, relname as name from pg_class where relnamespace = 'public'::regnamespace
    union all select 'function', proname from pg_proc where pronamespace = 'public'::regnamespace
    union all select 'constraint', conname from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
  ) all_objects where name not like 'kysely_%' order by 1`;

it('lists every migration file once, in order', () => {
  const files = readdirSync(path.join(ROOT, 'migrations')).filter((file) => /^\d{4}-/.test(file));
  expect(Object.keys(migrations)).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
});

it('go up, down to nothing and up again to the same database', async () => {
  const database = await cloneDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const list = async () => (await client.query<{ object: string }>(OBJECTS)).rows.map((row) => row.object);
  try {
    const before = await list();
    expect(before.length).toBeGreaterThan(20);
    await withMigrator(database.url, async (migrator) => throwFailure(await migrator.migrateTo(NO_MIGRATIONS)));
    expect(await list()).toEqual([]);
    await withMigrator(database.url, async (migrator) => throwFailure(await migrator.migrateToLatest()));
    expect(await list()).toEqual(before);
  } finally {
    await client.end();
    await database.drop();
  }
});
