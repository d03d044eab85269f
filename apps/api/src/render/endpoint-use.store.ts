import { type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import type { EndpointUse } from './endpoint-limits.rules.ts';

export type EndpointUseRow = EndpointUse & { id: string };

/** Locks the endpoint's row until the commit: nobody else claims for it or sends to it. Answers whether there is such an endpoint. */
export async function lockEndpoint(trx: Trx, endpointId: string): Promise<boolean> {
  const row = await trx.selectFrom('endpoints').where('id', '=', endpointId).select('id').forNoKeyUpdate().executeTakeFirst();
  return row !== undefined;
}

/** Limits and use of one endpoint; exact until the commit for whoever locked its row in a statement before. Throws where there is none. */
export async function getEndpointUse(db: Db, endpointId: string): Promise<EndpointUseRow> {
  const [use] = await listEndpointUses(db, [endpointId]);
  if (!use) throw new Error(`there is no endpoint ${endpointId}`);
  return use;
}

/** Limits and use of these endpoints, or of all. */
export async function listEndpointUses(db: Db, endpointIds?: readonly string[]): Promise<EndpointUseRow[]> {
  const wanted = endpointIds === undefined ? sql<SqlBool>`true` : sql<SqlBool>`e.id = any(${[...endpointIds]}::text[])`;
  const { rows } = await sql<EndpointUseRow>`
    select e.id, e.status, e.in_flight_max as "inFlightMax", e.requests_per_minute as "requestsPerMinute", e.day_max as "dayMax",
      e.sending_share::float8 as "sendingShare", e.level,
      coalesce(e.backoff_until > dailies_now(), false) as "backingOff",
      flying.submitting + flying.ambiguous + flying.running as "inFlight", flying.submitting, flying.ambiguous,
      tokens.counted as "lastMinute", tokens.free_in_ms as "tokenFreeInMs",
      coalesce(d.sends, 0) as today
    from endpoints e
    cross join lateral (
      select count(*) filter (where r.status = 'submitting')::int as submitting,
        count(*) filter (where r.status = 'ambiguous')::int as ambiguous,
        count(*) filter (where r.status = 'running')::int as running
      from renders r where r.endpoint_id = e.id and r.status in ('submitting', 'ambiguous', 'running')) flying
    cross join lateral (
      select count(*)::int as counted, (extract(epoch from min(t.counts_until) - dailies_now()) * 1000)::float8 as free_in_ms
      from send_tokens t where t.endpoint_id = e.id and t.counts_until > dailies_now()) tokens
    left join endpoint_days d on d.endpoint_id = e.id and d.day = (dailies_now() at time zone 'UTC')::date
    where ${wanted}
    order by e.id`.execute(db);
  return rows;
}

export async function listEndpoints(db: Db): Promise<EndpointRow[]> {
  return db.selectFrom('endpoints').selectAll().orderBy('name').orderBy('id').execute();
}

/** Queued cells of a workspace's running campaigns by the endpoint they render at, from the tallies: a campaign at two endpoints counts at both. */
export async function listWaiting(db: Db, workspaceId: string, endpointIds: readonly string[]): Promise<[string, number][]> {
  const { rows } = await sql<{ id: string; waiting: number }>`
    select e.id, sum(t.queued)::int as waiting
    from unnest(${[...endpointIds]}::text[]) as e (id)
    join campaigns c on c.workspace_id = ${workspaceId} and c.status = 'running'
      and exists (select from offers o where o.campaign_num = c.num and o.endpoint_id = e.id)
    join campaign_tallies t on t.campaign_num = c.num
    group by e.id`.execute(db);
  return rows.map(({ id, waiting }) => [id, waiting]);
}
