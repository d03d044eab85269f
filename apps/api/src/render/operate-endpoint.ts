import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { isPlainText } from '../campaign/brief.rules.ts';
import type { Trx } from '../db/database.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import type { Deps } from '../deps.ts';
import type { EventKind } from '../events/topics.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { closeEndpoint } from './endpoint.store.ts';
import { endReadingRest } from './reading.store.ts';

const LIMIT_MAX = 1_000_000;
const REASON_CHARS_MAX = 500;

/** Sends nothing more there, until somebody resumes it. What is with the provider goes on. Throws NotAllowed, NotFound, InputInvalid. */
export async function pauseEndpoint(deps: Deps, actor: Actor, input: { endpointId: string; reason: string }): Promise<EndpointRow> {
  const reason = input.reason.trim();
  if (reason === '' || reason.length > REASON_CHARS_MAX || !isPlainText(reason)) {
    throw new InputInvalid('reason', `Say in 1 to ${REASON_CHARS_MAX} characters why nothing should be sent: others will ask.`);
  }
  return change(deps, actor, input.endpointId, async (trx, endpoint) => {
    if (await closeEndpoint(trx, endpoint.id, reason, actor.userId)) return { kind: 'endpoint.paused', facts: { because: reason } };
    return null;
  });
}

/**
 * Tries a paused endpoint again, half open: one request, and the full rate when the provider takes it. Also ends a back-off, and gives back the
 * share that trouble took. Throws NotAllowed, NotFound.
 */
export async function resumeEndpoint(deps: Deps, actor: Actor, input: { endpointId: string }): Promise<EndpointRow> {
  return change(deps, actor, input.endpointId, async (trx, endpoint) => {
    const status = endpoint.status === 'paused' ? 'probing' : endpoint.status;
    await endReadingRest(trx, endpoint.id);
    await trx
      .updateTable('endpoints')
      .set({
        status,
        paused_because: null,
        paused_by: null,
        backoff_until: null,
        sending_share: 1,
        share_cut_at: null,
      })
      .where('id', '=', endpoint.id)
      .execute();
    await deps.queue.enqueue(trx, 'dispatchEndpoint', { endpointId: endpoint.id }, { key: endpoint.id });
    return { kind: 'endpoint.resumed', facts: { was: endpoint.status, because: endpoint.paused_because } };
  });
}

/** What the key allows. Left out: as it is; null: no limit. */
export interface EndpointLimitsInput {
  endpointId: string;
  requestsPerMinute?: number | null | undefined;
  inFlight?: number | null | undefined;
  requestsPerDay?: number | null | undefined;
  finalsFirst?: boolean | null | undefined;
}

/** Sets limits; they hold from the next request on. Throws NotAllowed, NotFound, InputInvalid. */
export async function setEndpointLimits(deps: Deps, actor: Actor, input: EndpointLimitsInput): Promise<EndpointRow> {
  for (const field of ['requestsPerMinute', 'inFlight', 'requestsPerDay'] as const) {
    const limit = input[field];
    if (limit === undefined || (limit === null && field !== 'inFlight')) continue;
    if (limit === null || !Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
      throw new InputInvalid(field, `The limit must be a whole number from 1 to ${LIMIT_MAX}, as your provider allows this key.`);
    }
  }
  return change(deps, actor, input.endpointId, async (trx, endpoint) => {
    const limits = {
      requests_per_minute: input.requestsPerMinute === undefined ? endpoint.requests_per_minute : input.requestsPerMinute,
      in_flight_max: input.inFlight ?? endpoint.in_flight_max,
      day_max: input.requestsPerDay === undefined ? endpoint.day_max : input.requestsPerDay,
      finals_first: input.finalsFirst ?? endpoint.finals_first,
    };
    await trx.updateTable('endpoints').set(limits).where('id', '=', endpoint.id).execute();
    if (endpoint.day_max === null && limits.day_max !== null) await countToday(trx, endpoint.id);
    if (endpoint.requests_per_minute === null && limits.requests_per_minute !== null) await countLastMinute(trx, endpoint.id);
    await deps.queue.enqueue(trx, 'dispatchEndpoint', { endpointId: endpoint.id }, { key: endpoint.id });
    return { kind: 'endpoint.limited', facts: limits };
  });
}

/** A cap set during the day counts what was sent before it. */
async function countToday(trx: Trx, endpointId: string): Promise<void> {
  await sql`
    insert into endpoint_days (endpoint_id, day, sends)
    select ${endpointId}, (dailies_now() at time zone 'UTC')::date, count(*)::int from renders
    where endpoint_id = ${endpointId} and sent_at >= date_trunc('day', dailies_now() at time zone 'UTC') at time zone 'UTC'
    on conflict (endpoint_id, day) do update set sends = excluded.sends`.execute(trx);
}

/** A limit set now counts the requests of the last minute, and those whose answer is still awaited. */
async function countLastMinute(trx: Trx, endpointId: string): Promise<void> {
  await sql`
    insert into send_tokens (render_id, epoch, endpoint_id, counts_until)
    select id, epoch, endpoint_id, greatest(changed_at, sent_at) + interval '2 minutes' from renders
    where endpoint_id = ${endpointId} and sent_at > dailies_now() - interval '2 minutes'
    on conflict do nothing`.execute(trx);
}

async function change(
  deps: Deps,
  actor: Actor,
  endpointId: string,
  work: (trx: Trx, endpoint: EndpointRow) => Promise<{ kind: EventKind; facts: Record<string, unknown> } | null>,
): Promise<EndpointRow> {
  allow(actor, 'endpoint.operate');
  const changed = await deps.db.transaction().execute(async (trx) => {
    const endpoint = await trx.selectFrom('endpoints').selectAll().where('id', '=', endpointId).forNoKeyUpdate().executeTakeFirst();
    if (!endpoint) throw new NotFound('endpoint');
    const event = await work(trx, endpoint);
    if (event) {
      const about = { workspaceId: actor.workspaceId, campaignNum: null, subject: endpointId, actorId: actor.userId };
      await recordEvents(trx, [{ ...about, ...event }]);
      deps.log.info({ event: event.kind, endpointId, actorId: actor.userId });
    }
    return trx.selectFrom('endpoints').selectAll().where('id', '=', endpointId).executeTakeFirstOrThrow();
  });
  deps.events.ring();
  return changed;
}
