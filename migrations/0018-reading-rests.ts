import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Until when the provider asked, by `retry-after`, to be asked nothing; `backoff_until` is about sends.
  await sql`alter table endpoints add column reading_backoff_until timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table endpoints drop column reading_backoff_until`.execute(db);
}
