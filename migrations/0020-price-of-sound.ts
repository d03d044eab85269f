import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a second costs in a clip that keeps its sound; null: the same.
  await sql`alter table prices add column audio_second_micros bigint check (audio_second_micros >= 0)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table prices drop column audio_second_micros`.execute(db);
}
