import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Until when the provider asked, by `retry-after`, to be asked nothing.
  await sql`alter table endpoint_readings add column rests_until timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table endpoint_readings drop column rests_until`.execute(db);
}
