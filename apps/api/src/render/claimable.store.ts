import { type SqlBool, sql } from 'kysely';
import { isRetired } from '../campaign/replan/retired.store.ts';
import type { Db, Trx } from '../db/database.ts';
import type { Contender } from './fair-share.rules.ts';

export interface ClaimedVariant {
  campaign_num: number;
  campaign_id: string;
  workspace_id: string;
  index: number;
  attempt: number;
}

export type ContenderRow = Contender & { campaignNum: number };

/**
 * Running campaigns with variants to send to the endpoint, oldest first; `waiting` stops counting at `countMax`. What a campaign has claimed and can
 * not send (its twin goes first or is in doubt, or it is due later) it may have as often as the endpoint has places, and claims no more beside it.
 */
export async function listContenders(db: Db, endpointId: string, countMax: number): Promise<ContenderRow[]> {
  const { rows } = await sql<ContenderRow>`
    select c.num as "campaignNum", c.id as "campaignId", c.workspace_id as "workspaceId", c.priority, c.purpose, claimable.waiting
    from campaigns c
    join endpoints e on e.id = ${endpointId}
    cross join lateral (
      select count(*) - count(distinct r.fingerprint) filter (where r.due_at <= dailies_now() and ${notInDoubt}) as held_up
      from renders r where r.campaign_num = c.num and r.endpoint_id = e.id and r.status = 'intended') claimed
    cross join lateral (
      select count(*)::int as waiting from (
        select from variants v
        where v.campaign_num = c.num and v.phase = 'queued' and v.render_id is null and ${rendersAt(endpointId)}
        limit greatest(0, least(${countMax}, e.in_flight_max - claimed.held_up))) counted) claimable
    where c.status = 'running' and claimable.waiting > 0
      and exists (select from offers o where o.campaign_num = c.num and o.endpoint_id = ${endpointId})
    order by c.num`.execute(db);
  return rows;
}

/** Whether a variant waits for the endpoint. */
export async function hasClaimable(db: Db, endpointId: string): Promise<boolean> {
  return (await listContenders(db, endpointId, 1)).length > 0;
}

/** Locks so many of each campaign's queued variants, the first ones; what somebody else has locked is left to them. */
export async function lockClaimable(trx: Trx, endpointId: string, places: ReadonlyMap<string, number>): Promise<ClaimedVariant[]> {
  const { rows } = await sql<ClaimedVariant>`
    select c.num as campaign_num, c.id as campaign_id, c.workspace_id, picked.index, picked.attempt
    from unnest(${[...places.keys()]}::text[], ${[...places.values()]}::int[]) as share (campaign_id, size)
    join campaigns c on c.id = share.campaign_id and c.status = 'running'
    cross join lateral (
      select v.index, v.attempt from variants v
      where v.campaign_num = c.num and v.phase = 'queued' and v.render_id is null and ${rendersAt(endpointId)}
      order by v.index
      limit share.size
      for no key update of v skip locked) picked
    order by c.num, picked.index`.execute(trx);
  return rows;
}

/**
 * Intended renders that will take a place at the endpoint. What a paused campaign has not sent takes none: it waits for a person; nor does a
 * request whose twin is in doubt or goes first: it waits for that one; nor what can not be sent yet.
 */
export async function countIntended(trx: Trx, endpointId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct r.fingerprint)::int as count from renders r join campaigns c on c.num = r.campaign_num
    where r.endpoint_id = ${endpointId} and r.status = 'intended' and r.due_at <= dailies_now() and c.status <> 'paused'
      and ${notInDoubt}`.execute(trx);
  return rows[0]!.count;
}

/** That no render of the same fingerprint as `r` is in doubt at its endpoint. */
export const notInDoubt = sql<SqlBool>`
  not exists (select from renders twin where twin.endpoint_id = r.endpoint_id and twin.fingerprint = r.fingerprint
    and twin.single_flight and twin.status in ('submitting', 'ambiguous'))`;

export async function readFinalsFirst(trx: Trx, endpointId: string): Promise<boolean> {
  const row = await trx.selectFrom('endpoints').where('id', '=', endpointId).select('finals_first').executeTakeFirstOrThrow();
  return row.finals_first;
}

/**
 * That a variant `v` renders at the endpoint, on a model that is still offered. NOTE: a campaign has few offers, so that they are looked up once and
 * every variant is compared with the list.
 */
const rendersAt = (endpointId: string) => sql`
  v.offer_n = any(array(select o.n from offers o join models m on m.id = o.model_id
    where o.campaign_num = v.campaign_num and o.endpoint_id = ${endpointId} and not ${isRetired}))`;

/** How often everybody in the last contest was served. */
export async function readTurns(trx: Trx, endpointId: string): Promise<Map<string, number>> {
  const rows = await trx.selectFrom('dispatch_turns').where('endpoint_id', '=', endpointId).select(['who', 'served']).execute();
  return new Map(rows.map(({ who, served }) => [who, served]));
}

/** Keeps the turns of those in the contest, and forgets the others. */
export async function writeTurns(trx: Trx, endpointId: string, served: ReadonlyMap<string, number>): Promise<void> {
  await sql`
    with present as (select * from unnest(${[...served.keys()]}::text[], ${[...served.values()]}::float8[]) as turn (who, served)),
    gone as (delete from dispatch_turns t where t.endpoint_id = ${endpointId} and not exists (select from present p where p.who = t.who))
    insert into dispatch_turns as kept (endpoint_id, who, served) select ${endpointId}, who, served from present
    on conflict (endpoint_id, who) do update set served = excluded.served`.execute(trx);
}

/**
 * How many more renders each of these workspaces may have open at providers, by its edition; one without a limit is absent. Locks the rows of
 * the limited ones in order, so that endpoints that claim at once do not exceed the limit together.
 */
export async function lockWorkspaceRoom(trx: Trx, workspaceIds: readonly string[]): Promise<Map<string, number>> {
  const limited = await sql<{ id: string; max: number }>`
    select w.id, n.renders_in_flight as max from workspaces w join entitlements n on n.edition = w.edition
    where w.id = any(${[...workspaceIds]}::text[]) and n.renders_in_flight is not null
    order by w.id for no key update of w`.execute(trx);
  if (limited.rows.length === 0) return new Map();
  const open = await sql<{ id: string; count: number }>`
    select c.workspace_id as id, count(*)::int as count from renders r join campaigns c on c.num = r.campaign_num
    where c.workspace_id = any(${limited.rows.map(({ id }) => id)}::text[])
      and (r.status in ('submitting', 'ambiguous', 'running') or (r.status = 'intended' and c.status <> 'paused'))
    group by c.workspace_id`.execute(trx);
  const countOf = new Map(open.rows.map(({ id, count }) => [id, count]));
  return new Map(limited.rows.map(({ id, max }) => [id, Math.max(0, max - (countOf.get(id) ?? 0))]));
}
