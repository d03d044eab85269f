import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { EndpointReadingsTable } from '../db/tables/durations.table.ts';
import { unhurried } from '../db/unhurried.ts';
import type { LookKind } from './reading-pace.rules.ts';

/** Endpoints with open renders where a look is due, or one of whose renders is: hinted, in doubt, at the end of its window, left by a dead sender. */
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

const restLeft = sql<number>`coalesce(greatest(0, extract(epoch from e.reading_backoff_until - dailies_now()) * 1000), 0)::float8`;

/** How an endpoint was read last, and what came of its webhooks since. Times in milliseconds before now; infinite for never. */
export interface ReadingState {
  isDue: boolean;
  /** What is left of a rest that the provider asked for; 0 when it does not rest. */
  restMs: number;
  sinceLookMs: number;
  sinceReadMs: number;
  sinceWholeMs: number;
  requests: number;
  announcedShare: number;
  announcedCount: number;
  missedCount: number;
}

/** Reads it, and begins it for an endpoint that was never read. */
export async function readReading(db: Db, endpointId: string): Promise<ReadingState> {
  const { rows } = await sql<
    Omit<ReadingState, 'sinceLookMs' | 'sinceReadMs' | 'sinceWholeMs'> & Record<'look' | 'read' | 'whole', number | null>
  >`
    insert into endpoint_readings as g (endpoint_id) values (${endpointId}) on conflict (endpoint_id) do update set endpoint_id = excluded.endpoint_id
    returning due_at <= dailies_now() as "isDue", (select ${restLeft} from endpoints e where e.id = g.endpoint_id) as "restMs", requests, announced_share as "announcedShare",
      greatest(announced_count, 0) as "announcedCount", greatest(missed_count, 0) as "missedCount",
      (extract(epoch from dailies_now() - looked_at) * 1000)::float8 as look,
      (extract(epoch from dailies_now() - read_at) * 1000)::float8 as read,
      (extract(epoch from dailies_now() - whole_at) * 1000)::float8 as whole`.execute(db);
  const { look, read, whole, ...state } = rows[0]!;
  return { ...state, sinceLookMs: look ?? Infinity, sinceReadMs: read ?? Infinity, sinceWholeMs: whole ?? Infinity };
}

/** What a look at an endpoint did and found. `folded`: the counts that are now part of the share; `missed`: ends that no webhook had told of. */
export interface Look {
  kind: LookKind;
  dueInMs: number;
  requests: number;
  announcedShare: number;
  folded: { announced: number; missed: number };
  missed: number;
}

/** Remembers a look. An errand between two looks leaves the next one where it was. */
export async function recordLook(db: Db, endpointId: string, look: Look): Promise<void> {
  const { kind, folded } = look;
  const isLook = kind !== 'errand';
  const isReading = kind === 'reading' || kind === 'whole';
  await sql`
    update endpoint_readings set
      looked_at = case when ${isLook} then dailies_now() else looked_at end,
      read_at = case when ${isReading} then dailies_now() else read_at end,
      whole_at = case when ${kind === 'whole'} then dailies_now() else whole_at end,
      due_at = case when ${isLook} then dailies_now() + make_interval(secs => ${look.dueInMs / 1000}) else due_at end,
      requests = case when ${isReading && look.requests > 0} then ${look.requests} else requests end,
      announced_share = ${look.announcedShare},
      announced_count = greatest(announced_count - ${folded.announced}, 0),
      missed_count = greatest(missed_count - ${folded.missed}, 0) + ${look.missed}
    where endpoint_id = ${endpointId} returning ${unhurried}`.execute(db);
}

/** The part of a minute's requests that may be made at once; the rest is handed out evenly, so that no 60 seconds see more than allowed. */
const BURST_SHARE = 0.5;

/**
 * Takes up to `wanted` status requests from the endpoint's budget, which is what it may send a minute. Answers how many may be made now.
 */
export async function takeStatusRequests(db: Db, endpointId: string, wanted: number): Promise<number> {
  const { rows } = await sql<{ granted: number }>`
    with budget as (
      select g.endpoint_id, e.requests_per_minute as a_minute, greatest(1, floor(e.requests_per_minute * ${BURST_SHARE}::float8)) as burst, g.tokens, g.tokens_at
      from endpoint_readings g join endpoints e on e.id = g.endpoint_id where g.endpoint_id = ${endpointId} for no key update of g
    ), filled as (
      select endpoint_id, least(burst, coalesce(tokens + extract(epoch from dailies_now() - tokens_at) / 60 * greatest(a_minute - burst, 0.5), burst)) as have
      from budget where a_minute is not null
    ), taken as (
      update endpoint_readings g set tokens = have - greatest(0, least(floor(have), ${wanted})), tokens_at = dailies_now()
      from filled where g.endpoint_id = filled.endpoint_id
      returning greatest(0, least(floor(have), ${wanted}))::int as granted
    ) select granted from taken`.execute(db);
  return rows[0]?.granted ?? wanted;
}

/** Gives back what was taken and not used; below zero: more was used, which is saved later. */
export async function returnStatusRequests(db: Db, endpointId: string, unused: number): Promise<void> {
  if (unused === 0) return;
  await sql`update endpoint_readings set tokens = tokens + ${unused} where endpoint_id = ${endpointId} and tokens is not null`.execute(db);
}

/** Whether the provider's answers say what a video cost; null while none of a finished one was read. */
export async function readReportsCost(db: Db, endpointId: string): Promise<boolean | null> {
  const row = await db.selectFrom('endpoint_readings').where('endpoint_id', '=', endpointId).select('reports_cost').executeTakeFirst();
  return row?.reports_cost ?? null;
}

/** Remembers it. Once a cost was told, the endpoint stays one that tells. */
export async function recordReportsCost(db: Db, endpointId: string, reports: boolean): Promise<void> {
  await sql`
    update endpoint_readings set reports_cost = ${reports}
    where endpoint_id = ${endpointId} and (reports_cost is null or (${reports} and not reports_cost)) returning ${unhurried}`.execute(db);
}

/** Ends a rest from questions that is not over; the looks that it had put off are due now. */
export async function endReadingRest(trx: Trx, endpointId: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update endpoints set reading_backoff_until = null where id = ${endpointId} and reading_backoff_until > dailies_now()`.execute(trx);
  if (numAffectedRows === 0n) return;
  await sql`update endpoint_readings set due_at = least(due_at, dailies_now()) where endpoint_id = ${endpointId}`.execute(trx);
  await sql`
    update renders set due_at = dailies_now()
    where endpoint_id = ${endpointId} and status in ('ambiguous', 'running') and due_at > dailies_now()`.execute(trx);
}

/** What is left of the endpoint's rest from questions; 0 when it does not rest. Milliseconds. */
export async function readRestMs(db: Db, endpointId: string): Promise<number> {
  const { rows } = await sql<{ restMs: number }>`select ${restLeft} as "restMs" from endpoints e where e.id = ${endpointId}`.execute(db);
  return rows[0]?.restMs ?? 0;
}

/** What people see of it. */
export type ReadingRow = Pick<Selectable<EndpointReadingsTable>, 'endpoint_id' | 'read_at' | 'announced_share'>;

export async function listReadings(db: Db, endpointIds: readonly string[]): Promise<ReadingRow[]> {
  return db
    .selectFrom('endpoint_readings')
    .where('endpoint_id', 'in', [...endpointIds])
    .select(['endpoint_id', 'read_at', 'announced_share'])
    .execute();
}
