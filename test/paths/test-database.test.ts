import { Client } from 'pg';
import { expect, test } from 'vitest';
import { cloneDatabase } from '../support/postgres.ts';

async function ask(url: string, text: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

test('every test file has a migrated database of its own, many at once', async () => {
  const databases = await Promise.all(Array.from({ length: 5 }, cloneDatabase));
  const [one, two] = databases;
  if (!one || !two) throw new Error('no databases');
  expect(await ask(one.url, `select count(*) > 0 from pg_tables where schemaname = 'public'`)).toBe(true);
  await ask(one.url, 'create table only_here (word text)');
  expect(await ask(two.url, `select to_regclass('only_here')`)).toBeNull();

  const lingering = new Client({ connectionString: one.url });
  lingering.on('error', () => undefined);
  await lingering.connect();
  await Promise.all(databases.map(({ drop }) => drop()));
  await expect(ask(one.url, 'select 1')).rejects.toThrow(/does not exist/);
});
