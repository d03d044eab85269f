import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { hasClaimable } from './claimable.store.ts';
import { cutShare, grownShare, MINUTE_MS, sendRoom } from './endpoint-limits.rules.ts';
import { getEndpointUse, listEndpointUses } from './endpoint-use.store.ts';
import { listDueSends, type SendRow } from './render.store.ts';

/** A send of ours under its fence's epoch. */
export type FencedSend = SendRow & { epoch: number };

/**
 * The provider has seen this request by now: from here it counts for one minute. A window that begins when the answer is known, and not when
 * the request left, holds every arrival that the provider's own window holds, however long the way was.
 */
export async function keepToken(trx: Trx, send: FencedSend): Promise<void> {
  await sql`
    update send_tokens set counts_until = dailies_now() + make_interval(secs => ${MINUTE_MS / 1000})
    where render_id = ${send.id} and epoch = ${send.epoch}`.execute(trx);
}

/** Not a byte left: the provider counts nothing, of the minute or of the day. */
export async function returnToken(trx: Trx, send: FencedSend): Promise<void> {
  await trx.deleteFrom('send_tokens').where('render_id', '=', send.id).where('epoch', '=', send.epoch).execute();
  await sql`
    update endpoint_days d set sends = greatest(0, d.sends - 1) from renders r
    where r.id = ${send.id} and d.endpoint_id = ${send.endpointId} and d.day = (r.sent_at at time zone 'UTC')::date`.execute(trx);
}

/** The provider took a request: a probe becomes the full rate again, and a share that was cut grows. */
export async function easeEndpoint(trx: Trx, send: FencedSend): Promise<void> {
  const eased = await trx
    .selectFrom('endpoints')
    .where('id', '=', send.endpointId)
    .where((eb) => eb.or([eb('status', '=', 'probing'), eb('sending_share', '<', 1)]))
    .select('status')
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!eased) return;
  const sendingShare = grownShare(await getEndpointUse(trx, send.endpointId));
  await trx.updateTable('endpoints').set({ sending_share: sendingShare }).where('id', '=', send.endpointId).execute();
  if (eased.status !== 'probing') return;
  await trx.updateTable('endpoints').set({ status: 'active' }).where('id', '=', send.endpointId).execute();
  await recordOf(trx, send, 'endpoint.activated', {});
}

/** Trouble at the provider: half of what is used stays. Once for all that was under way together: what was sent before the last cut cuts nothing. */
export async function cutEndpoint(trx: Trx, send: FencedSend): Promise<void> {
  const cut = await sql<{ id: string }>`
    select e.id from endpoints e join renders r on r.id = ${send.id}
    where e.id = ${send.endpointId} and (e.share_cut_at is null or e.share_cut_at < r.sent_at) for no key update of e`.execute(trx);
  if (cut.rows.length === 0) return;
  const sendingShare = cutShare(await getEndpointUse(trx, send.endpointId));
  await trx
    .updateTable('endpoints')
    .set({ sending_share: sendingShare, share_cut_at: sql<Date>`dailies_now()` })
    .where('id', '=', send.endpointId)
    .execute();
}

/** Nothing is sent for so long; a longer rest already running stays. Answers whether it was awake until now. Milliseconds. */
async function restSending(db: Db, endpointId: string, restMs: number): Promise<boolean> {
  const { rows } = await sql<{ was_awake: boolean }>`
    update endpoints e set backoff_until = greatest(coalesce(e.backoff_until, '-infinity'), dailies_now() + make_interval(secs => ${restMs / 1000}))
    from (select id, coalesce(backoff_until <= dailies_now(), true) as was_awake from endpoints where id = ${endpointId} for no key update) was
    where e.id = was.id
    returning was.was_awake`.execute(db);
  return rows[0]?.was_awake ?? false;
}

/**
 * The provider answered a question by `retry-after`: whoever uses this key, in whatever process, sends and asks nothing for so long
 * (docs/decisions/0038). 0: it asked for no rest. Milliseconds.
 */
export async function restKey(db: Db, endpointId: string, restMs: number): Promise<void> {
  if (restMs <= 0) return;
  const until = sql`dailies_now() + make_interval(secs => ${restMs / 1000})`;
  await sql`
    update endpoints set backoff_until = greatest(backoff_until, ${until}), reading_backoff_until = greatest(reading_backoff_until, ${until})
    where id = ${endpointId}`.execute(db);
}

/** Nothing is sent for so long, and people see why. */
export async function throttleEndpoint(trx: Trx, send: FencedSend, retryAfterMs: number, note: string): Promise<void> {
  await restSending(trx, send.endpointId, retryAfterMs);
  await recordOf(trx, send, 'endpoint.throttled', { retryAfterMs, note, renderId: send.id });
}

/** The endpoint could not be reached or is failing: nothing is sent for a while. Told once a rest, however many sends met the same trouble. */
export async function restAfterTrouble(trx: Trx, send: FencedSend, restMs: number, note: string): Promise<void> {
  if (await restSending(trx, send.endpointId, restMs)) await recordOf(trx, send, 'endpoint.rested', { restMs, note });
}

/** Nothing more is sent there until a person has looked. `by`: the person who said so. Answers whether it was open until now. */
export async function closeEndpoint(db: Db, endpointId: string, because: string, by: string | null = null): Promise<boolean> {
  const paused = await db
    .updateTable('endpoints')
    .set({ status: 'paused', paused_because: because, paused_by: by })
    .where('id', '=', endpointId)
    .where('status', '<>', 'paused')
    .returning('id')
    .execute();
  return paused.length > 0;
}

/** The provider refused our key or address when this render was sent. */
export async function closeEndpointOf(trx: Trx, send: FencedSend, because: string): Promise<void> {
  if (await closeEndpoint(trx, send.endpointId, because)) await recordOf(trx, send, 'endpoint.paused', { because });
}

async function recordOf(
  trx: Trx,
  send: FencedSend,
  kind: 'endpoint.activated' | 'endpoint.throttled' | 'endpoint.rested' | 'endpoint.paused',
  facts: Record<string, unknown>,
): Promise<void> {
  const { workspaceId, num } = send.campaign;
  await recordEvents(trx, [{ workspaceId, campaignNum: num, kind, subject: send.endpointId, facts }]);
}

/** Endpoints that may send now and have something to send: an intended render that is due, or a variant to claim. */
export async function listDispatchDue(db: Db): Promise<string[]> {
  const due: string[] = [];
  for (const use of await listEndpointUses(db)) {
    if (sendRoom(use).room > 0 && ((await hasDueSend(db, use.id)) || (await hasClaimable(db, use.id)))) due.push(use.id);
  }
  return due;
}

async function hasDueSend(db: Db, endpointId: string): Promise<boolean> {
  return (await listDueSends(db, endpointId, 1)).length > 0;
}
