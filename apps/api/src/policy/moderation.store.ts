import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** A service learns: what it said is asked for again after this. */
const READING_DAYS = 30;

/** Whose readings, and for whom. */
export interface ReadingsOf {
  workspaceId: string;
  judge: string;
}

/** What was said of these texts, by their sha256 in base64; texts that were not read, or too long ago, are left out. */
export async function readModerations(db: Db, { workspaceId, judge }: ReadingsOf, shas: readonly Buffer[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ prompt_sha256: Buffer; categories: string[] }>`
    select prompt_sha256, categories from moderation_readings
    where workspace_id = ${workspaceId} and judge = ${judge} and prompt_sha256 = any(${shas}::bytea[])
      and at > dailies_now() - make_interval(days => ${READING_DAYS})`.execute(db);
  return new Map(rows.map((row) => [row.prompt_sha256.toString('base64'), row.categories]));
}

export async function keepModerations(
  db: Db,
  { workspaceId, judge }: ReadingsOf,
  readings: readonly { sha256: Buffer; categories: string[] }[],
): Promise<void> {
  await sql`
    insert into moderation_readings (workspace_id, judge, prompt_sha256, categories)
    select ${workspaceId}, ${judge}, sha, array(select jsonb_array_elements_text(said))
    from unnest(${readings.map(({ sha256 }) => sha256)}::bytea[], ${readings.map(({ categories }) => JSON.stringify(categories))}::jsonb[]) as reading(sha, said)
    on conflict (workspace_id, judge, prompt_sha256) do update set categories = excluded.categories, at = dailies_now()`.execute(db);
}
