import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import type { SendRow } from './render.store.ts';

/** The whole key rests for what the provider asked; a longer rest already running stays. */
export async function throttleEndpoint(trx: Trx, send: SendRow, retryAfterMs: number, note: string): Promise<void> {
  await sql`
    update endpoints set backoff_until = greatest(coalesce(backoff_until, '-infinity'), dailies_now() + make_interval(secs => ${retryAfterMs / 1000}))
    where id = ${send.endpointId}`.execute(trx);
  await recordEvents(trx, [
    {
      workspaceId: send.campaign.workspaceId,
      campaignNum: send.campaign.num,
      kind: 'endpoint.throttled',
      subject: send.endpointId,
      facts: { retryAfterMs, note },
    },
  ]);
}

/** Nothing more is sent there until a person has looked. Answers whether it was active until now. */
export async function pauseEndpoint(db: Db, endpointId: string, because: string): Promise<boolean> {
  const paused = await db
    .updateTable('endpoints')
    .set({ status: 'paused', paused_because: because })
    .where('id', '=', endpointId)
    .where('status', '=', 'active')
    .returning('id')
    .execute();
  return paused.length > 0;
}

/** The provider refused our key or address when this render was sent. */
export async function pauseEndpointOf(trx: Trx, send: SendRow, because: string): Promise<void> {
  if (!(await pauseEndpoint(trx, send.endpointId, because))) return;
  await recordEvents(trx, [
    {
      workspaceId: send.campaign.workspaceId,
      campaignNum: send.campaign.num,
      kind: 'endpoint.paused',
      subject: send.endpointId,
      facts: { because },
    },
  ]);
}

/** How many more renders may be in flight at the endpoint now; 0 while it is paused or backing off. */
export async function readSendRoom(db: Db, endpointId: string): Promise<number> {
  const { rows } = await sql<{ room: number }>`
    select e.in_flight_max - (
      select count(*) from renders r where r.endpoint_id = e.id and r.status in ('submitting', 'ambiguous', 'running'))::int as room
    from endpoints e
    where e.id = ${endpointId} and e.status = 'active' and (e.backoff_until is null or e.backoff_until <= dailies_now())`.execute(db);
  return Math.max(0, rows[0]?.room ?? 0);
}

/** What waits at each endpoint, for the sweep that rings the doorbells. */
export interface EndpointWork {
  id: string;
  /** Variants that could be claimed, or intended renders that are due. */
  dispatchDue: boolean;
}

export async function listEndpointWork(db: Db): Promise<EndpointWork[]> {
  const rows = await sql<{ id: string; dispatch_due: boolean }>`
    select e.id,
      e.status = 'active' and (e.backoff_until is null or e.backoff_until <= dailies_now()) and (
        exists (select from renders r join campaigns c on c.num = r.campaign_num
          where r.endpoint_id = e.id and r.status = 'intended' and r.due_at <= dailies_now() and c.status = 'running')
        or exists (select from campaigns c join variants v on v.campaign_num = c.num
          where c.status = 'running' and v.phase = 'queued' and v.render_id is null
            and exists (select from offers o where o.campaign_num = c.num and o.n = v.offer_n and o.endpoint_id = e.id))
      ) as dispatch_due
    from endpoints e`.execute(db);
  return rows.rows.map((row) => ({ id: row.id, dispatchDue: row.dispatch_due }));
}
