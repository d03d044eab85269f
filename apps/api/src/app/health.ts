import type { ServerResponse } from 'node:http';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { respondJson } from './respond.ts';

const ANSWER_WITHIN_MS = 2_000;

/** `GET /healthz`: the process answers. */
export function respondHealth(response: ServerResponse): void {
  respondJson(response, 200, { status: 'ok' });
}

/** `GET /readyz`: the process can serve, because its database answers. 503 says why it can not; nothing inside is told to strangers. */
export async function respondReadiness(deps: Deps, response: ServerResponse): Promise<void> {
  const reached = sql`select 1`.execute(deps.db).then(
    () => true,
    () => false,
  );
  const ready = await Promise.race([reached, deps.clock.sleep(ANSWER_WITHIN_MS).then(() => false)]);
  if (ready) respondJson(response, 200, { status: 'ready', ...(await notesOf(deps)) });
  else respondJson(response, 503, { status: 'not ready', because: 'The database does not answer.' }, { 'retry-after': '1' });
}

/** What waits although all is well: endpoints whose list has to be read before anything is sent. */
async function notesOf({ db }: Deps): Promise<{ notes?: string[] }> {
  const waiting = await db
    .selectFrom('endpoints')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('read_back_waits', 'is not', null)
    .where('status', '<>', 'paused')
    .executeTakeFirst();
  if (!waiting?.count) return {};
  return { notes: [`Sends to ${waiting.count} endpoint(s) wait until the provider’s list was read once after the start.`] };
}
