import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Today as the catalogue's dates read: YYYY-MM-DD, UTC, by the database's clock, so that every process plans by the same rows. */
export async function readToday(db: Db): Promise<string> {
  const { rows } = await sql<{ today: string }>`select ((dailies_now() at time zone 'UTC')::date)::text as today`.execute(db);
  return rows[0]!.today;
}
