import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Endpoints with open renders whose reading is due, or one of whose renders is: hinted, in doubt, at the end of its window, left by a dead sender. */
export async function listReadingsDue(db: Db, submittingStaleMs: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from endpoints e left join endpoint_readings g on g.endpoint_id = e.id
    where exists (select from renders r where r.endpoint_id = e.id and r.status in ('submitting', 'ambiguous', 'running')) and (
      coalesce(g.due_at, '-infinity') <= dailies_now()
      or exists (select from renders r where r.endpoint_id = e.id and r.status in ('ambiguous', 'running') and r.due_at <= dailies_now())
      or exists (select from renders r where r.endpoint_id = e.id and r.status = 'submitting'
        and r.due_at <= dailies_now() - make_interval(secs => ${submittingStaleMs / 1000})))`.execute(db);
  return rows.map(({ id }) => id);
}

/** Remembers a reading, and when the next one is due. */
export async function recordReading(db: Db, endpointId: string, dueInMs: number): Promise<void> {
  await sql`
    insert into endpoint_readings (endpoint_id, read_at, due_at)
    values (${endpointId}, dailies_now(), dailies_now() + make_interval(secs => ${dueInMs / 1000}))
    on conflict (endpoint_id) do update set read_at = excluded.read_at, due_at = excluded.due_at`.execute(db);
}
