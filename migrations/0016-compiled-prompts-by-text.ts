import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Whose request a video at the provider may be is asked by its prompt, over all campaigns there are.
  await sql`create index compiled_prompts_by_text on compiled_prompts (sha256)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index compiled_prompts_by_text`.execute(db);
}
