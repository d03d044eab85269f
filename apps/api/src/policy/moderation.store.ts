import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** A service learns: what it said of a text is asked for again after this, and forgotten. */
const KEPT_DAYS = 30;

/** Whose texts, and which service. */
export interface ModerationsOf {
  workspaceId: string;
  moderator: string;
}

/** What was said of these texts, by their sha256 in base64; texts that were not read, or too long ago, are left out. */
export async function readModerations(
  db: Db,
  { workspaceId, moderator }: ModerationsOf,
  shas: readonly Buffer[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ prompt_sha256: Buffer; categories: string[] }>`
    select prompt_sha256, categories from moderations
    where workspace_id = ${workspaceId} and moderator = ${moderator} and prompt_sha256 = any(${shas}::bytea[])
      and at > dailies_now() - make_interval(days => ${KEPT_DAYS})`.execute(db);
  return new Map(rows.map((row) => [row.prompt_sha256.toString('base64'), row.categories]));
}

/** In order of the texts' hashes, so that two plans of the same texts do not wait for each other. */
export async function keepModerations(
  db: Db,
  { workspaceId, moderator }: ModerationsOf,
  moderations: readonly { sha256: Buffer; categories: string[] }[],
): Promise<void> {
  await sql`
    insert into moderations (workspace_id, moderator, prompt_sha256, categories)
    select ${workspaceId}, ${moderator}, sha, array(select jsonb_array_elements_text(said))
    from unnest(${moderations.map(({ sha256 }) => sha256)}::bytea[], ${moderations.map(({ categories }) => JSON.stringify(categories))}::jsonb[]) as one(sha, said)
    order by sha
    on conflict (workspace_id, moderator, prompt_sha256) do update set categories = excluded.categories, at = dailies_now()`.execute(db);
}

/** Forgets what is too old to be believed, of every service the workspace ever had. */
export async function forgetOldModerations(db: Db, workspaceId: string): Promise<void> {
  await sql`
    delete from moderations where workspace_id = ${workspaceId} and at <= dailies_now() - make_interval(days => ${KEPT_DAYS})`.execute(db);
}
