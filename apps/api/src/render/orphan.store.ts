import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Db, Trx } from '../db/database.ts';
import type { OrphanRow } from '../db/tables/orphans.table.ts';
import type { Operation } from '../providers/provider.ts';
import { type DoubtfulSend, isBilled, type Place } from './orphan.rules.ts';

/** How far an endpoint's list has been judged. */
export interface EndpointReading {
  installedAt: Date;
  judgedUntil: Date | null;
  /** When the oldest orphan was made that may still change its state; null where none may. */
  pendingSince: Date | null;
  now: Date;
}

export async function readEndpointReading(db: Db, endpointId: string, pendingWithinMs: number): Promise<EndpointReading> {
  const { rows } = await sql<EndpointReading>`
    select e.created_at as "installedAt", e.judged_until as "judgedUntil", dailies_now() as now, (
      select min(o.made_at) from orphans o where o.endpoint_id = e.id and o.state = 'pending' and o.deleted_at is null
        and o.kind <> 'stranger' and o.made_at > dailies_now() - make_interval(secs => ${pendingWithinMs / 1000})) as "pendingSince"
    from endpoints e where e.id = ${endpointId}`.execute(db);
  return rows[0]!;
}

export async function markJudged(db: Db, endpointId: string, until: Date): Promise<void> {
  await db.updateTable('endpoints').set({ judged_until: until }).where('id', '=', endpointId).execute();
}

/** Videos made since this render was sent are judged again: a decision has set those free that it disputed. Locks the endpoint's row. */
export async function reopenJudgement(trx: Trx, render: { endpoint_id: string; sent_at: Date | null }, clockSkewMs: number): Promise<void> {
  await sql`
    update endpoints set judged_until = case when judged_until is not null
      then least(judged_until, ${render.sent_at}::timestamptz - make_interval(secs => ${clockSkewMs / 1000})) end
    where id = ${render.endpoint_id}`.execute(trx);
}

/** Ids among these that belong to a render, that parked renders argue about, or that are kept as orphans. */
export interface Claims {
  claimed: Set<string>;
  disputed: Set<string>;
  orphans: Map<string, Pick<OrphanRow, 'id' | 'state'>>;
}

export async function readClaims(db: Db, endpointId: string, operationIds: readonly string[]): Promise<Claims> {
  const ids = [...operationIds];
  const claimed = await sql<{ operation_id: string }>`
    select operation_id from renders where endpoint_id = ${endpointId} and operation_id = any(${ids}::text[])`.execute(db);
  const disputed = await sql<{ id: string }>`
    select unnest(disputed_ids) as id from renders where endpoint_id = ${endpointId} and status = 'parked'`.execute(db);
  const orphans = await sql<Pick<OrphanRow, 'id' | 'operation_id' | 'state'>>`
    select id, operation_id, state from orphans where endpoint_id = ${endpointId} and operation_id = any(${ids}::text[])`.execute(db);
  return {
    claimed: new Set(claimed.rows.map((row) => row.operation_id)),
    disputed: new Set(disputed.rows.map((row) => row.id)),
    orphans: new Map(orphans.rows.map((row) => [row.operation_id, row])),
  };
}

/** Every send of the endpoint that may have made a video nobody told us of, oldest first. */
export async function listDoubtfulSends(db: Db, endpointId: string): Promise<DoubtfulSend[]> {
  const { rows } = await sql<DoubtfulSend>`
    select r.id as "renderId", r.status, encode(r.fingerprint, 'hex') as fingerprint, r.sent_at as "sentAt",
      coalesce(r.disputed_ids, '{}') as "disputedIds", m.key as model, o.seconds, o.size
    from renders r
    join variants v on v.campaign_num = r.campaign_num and v.index = r.variant_index
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    join models m on m.id = o.model_id
    where r.endpoint_id = ${endpointId} and r.status in ('submitting', 'ambiguous', 'parked')
    order by r.sent_at, r.id`.execute(db);
  return rows;
}

/** A place with what adopting a video into it needs. */
export interface VariantPlace extends Place {
  campaign: CampaignKey;
  /** The intended render that would be sent otherwise. */
  intendedId: string | null;
  /** A person has counted the lost attempt as spent: its video costs nothing more. */
  isPaid: boolean;
}

/**
 * Variants at the endpoint that want a video with one of these fingerprints (hex) and prompts: queued or intended in a running or paused campaign, or failed
 * after an attempt of theirs was lost, also where the campaign has ended since. A variant that follows another one's render wants none; where a
 * workspace lost such a video, no other workspace's does.
 */
export async function listPlaces(
  db: Db,
  endpointId: string,
  wanted: { fingerprints: readonly string[]; prompts: readonly string[] },
): Promise<VariantPlace[]> {
  const fingerprints = sql`${[...wanted.fingerprints]}::text[]`;
  const { rows } = await sql<PlaceRow>`
    with wanted as (
      select c.num, c.id, c.workspace_id, c.launched_at, c.status, p.n as compiled_n, o.n as offer_n,
        render_fingerprint(m.key, p.text, o.seconds, o.size) as fingerprint
      from campaigns c
      join offers o on o.campaign_num = c.num and o.endpoint_id = ${endpointId}
      join models m on m.id = o.model_id
      join compiled_prompts p on p.campaign_num = c.num
        and p.sha256 = any(select sha256(convert_to(prompt, 'UTF8')) from unnest(${[...new Set(wanted.prompts)]}::text[]) as shown (prompt))
      where c.status in ('running', 'paused') or (c.status = 'completed' and exists (
        select from renders l where l.campaign_num = c.num and l.endpoint_id = ${endpointId} and l.status = 'lost'
          and l.fingerprint = any(select decode(hex, 'hex') from unnest(${fingerprints}) as lost (hex))))
    )
    select w.num, w.id, w.workspace_id, encode(w.fingerprint, 'hex') as fingerprint, v.index,
      case when v.phase = 'failed' then 'given_up' when v.render_id is null then 'queued' else 'intended' end as kind,
      case when r.status = 'intended' then r.id end as intended_id,
      lost.sent_at is not null as was_lost, coalesce(lost.is_paid, false) as is_paid, coalesce(lost.refused_ids, '{}') as refused_ids,
      case when v.phase = 'failed' then lost.sent_at else w.launched_at end as not_before
    from wanted w
    join variants v on v.campaign_num = w.num and v.compiled_n = w.compiled_n and v.offer_n = w.offer_n
    left join renders r on r.id = v.render_id
    left join lateral (
      select min(l.sent_at) as sent_at, bool_or(l.cost_micros is not null) as is_paid,
        (select array_agg(distinct refused.id) from renders d, unnest(d.disputed_ids) as refused (id)
          where d.campaign_num = v.campaign_num and d.variant_index = v.index) as refused_ids
      from renders l
      where l.endpoint_id = ${endpointId} and l.fingerprint = w.fingerprint and l.status = 'lost'
        and l.campaign_num = v.campaign_num and l.variant_index = v.index
      having count(*) > 0) lost on true
    where encode(w.fingerprint, 'hex') = any(${fingerprints})
      and w.workspace_id = any(coalesce((
        select array_agg(k.workspace_id) from renders l join campaigns k on k.num = l.campaign_num
        where l.endpoint_id = ${endpointId} and l.fingerprint = w.fingerprint and l.status = 'lost'), array[w.workspace_id]))
      and not exists (select from reuses f where f.campaign_num = v.campaign_num and f.variant_index = v.index and f.status = 'following')
      and ((v.phase = 'queued' and w.status <> 'completed' and (v.render_id is null or r.status = 'intended'))
        or (v.phase = 'failed' and lost.sent_at is not null))`.execute(db);
  return rows.map((row) => ({
    campaignNum: row.num,
    campaign: { num: row.num, id: row.id, workspaceId: row.workspace_id },
    index: row.index,
    kind: row.kind,
    fingerprint: row.fingerprint,
    wasLost: row.was_lost,
    notBefore: row.not_before,
    refusedIds: row.refused_ids,
    intendedId: row.intended_id,
    isPaid: row.is_paid,
  }));
}

/**
 * What requests with each of these fingerprints (hex) and prompts hold that no list shows, reference image and sound: of every campaign at the
 * endpoint, whether it waits, runs, ended or was only planned.
 */
export async function readHidden(
  db: Db,
  endpointId: string,
  wanted: { fingerprints: readonly string[]; prompts: readonly string[] },
): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ fingerprint: string; hidden: string }>`
    select distinct encode(f.fingerprint, 'hex') as fingerprint, concat(c.brief ->> 'referenceId', '/', c.brief ->> 'audio') as hidden
    from campaigns c
    join offers o on o.campaign_num = c.num and o.endpoint_id = ${endpointId}
    join models m on m.id = o.model_id
    join compiled_prompts p on p.campaign_num = c.num
      and p.sha256 = any(select sha256(convert_to(prompt, 'UTF8')) from unnest(${[...new Set(wanted.prompts)]}::text[]) as shown (prompt))
    cross join lateral (select render_fingerprint(m.key, p.text, o.seconds, o.size) as fingerprint) f
    where encode(f.fingerprint, 'hex') = any(${[...wanted.fingerprints]}::text[])`.execute(db);
  const of = Map.groupBy(rows, (row) => row.fingerprint);
  return new Map([...of].map(([fingerprint, same]) => [fingerprint, new Set(same.map((row) => row.hidden))]));
}

interface PlaceRow {
  num: number;
  id: string;
  workspace_id: string;
  fingerprint: string;
  index: number;
  kind: Place['kind'];
  intended_id: string | null;
  was_lost: boolean;
  is_paid: boolean;
  refused_ids: string[];
  not_before: Date;
}

/** A render of ours that asked for what an orphan shows. */
export interface KnownRender {
  renderId: string;
  campaign: CampaignKey;
  priceMicros: Micros;
  /** It was counted as spent, and no other orphan stands for that money. */
  isPaid: boolean;
}

/**
 * The render of ours that explains a video with each of these fingerprints (hex): a send that was given up and whose video nobody has found yet,
 * else the latest that was sent. At the price it was sent for: its cell may have moved to another model since.
 */
export async function readKnownRenders(db: Db, endpointId: string, fingerprints: readonly string[]): Promise<Map<string, KnownRender>> {
  const { rows } = await sql<{
    fingerprint: string;
    id: string;
    num: number;
    campaign_id: string;
    workspace_id: string;
    price_micros: Micros;
    is_paid: boolean;
  }>`
    select distinct on (r.fingerprint) encode(r.fingerprint, 'hex') as fingerprint, r.id, c.num, c.id as campaign_id, c.workspace_id,
      coalesce(nullif(r.hold_micros, 0), o.price_micros) as price_micros,
      r.status = 'lost' and r.cost_micros is not null and not exists (select from orphans held where held.render_id = r.id) as is_paid
    from renders r
    join campaigns c on c.num = r.campaign_num
    join variants v on v.campaign_num = r.campaign_num and v.index = r.variant_index
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    where r.endpoint_id = ${endpointId}
      and r.fingerprint = any(select decode(wanted.hex, 'hex') from unnest(${[...fingerprints]}::text[]) as wanted (hex))
      and r.sent_at is not null
    order by r.fingerprint,
      (r.status = 'lost' and not exists (select from orphans held where held.render_id = r.id)
        and not exists (select from renders a where a.campaign_num = r.campaign_num and a.variant_index = r.variant_index
          and a.hold_micros = 0 and a.operation_id is not null)) desc,
      r.created_at desc, r.id desc`.execute(db);
  return new Map(
    rows.map((row) => [
      row.fingerprint,
      {
        renderId: row.id,
        campaign: { num: row.num, id: row.campaign_id, workspaceId: row.workspace_id },
        priceMicros: row.price_micros,
        isPaid: row.is_paid,
      },
    ]),
  );
}

/** Whether an orphan stands for a render's money already. */
export async function hasOrphan(trx: Trx, renderId: string): Promise<boolean> {
  return (await trx.selectFrom('orphans').select('id').where('render_id', '=', renderId).limit(1).executeTakeFirst()) !== undefined;
}

/** What the catalogue says such a video costs today; 0 where it knows no price. Micros. */
export async function readListPrice(db: Db, endpointId: string, { model, seconds, size }: Operation): Promise<Micros> {
  if (model === null || seconds === null || size === null || !Number.isSafeInteger(seconds)) return 0;
  const { rows } = await sql<{ micros: Micros }>`
    select p.second_micros * ${seconds}::int as micros from models m join prices p on p.model_id = m.id and p.size = ${size}
    where m.endpoint_id = ${endpointId} and m.key = ${model} and p.valid_from <= dailies_now()
      and (p.valid_until is null or p.valid_until > dailies_now())
    order by p.valid_from desc, p.revision desc limit 1`.execute(db);
  return rows[0]?.micros ?? 0;
}

/** The workspace that runs the house: losses nobody's campaign explains are shown and booked there. */
export async function readHouseWorkspace(db: Db): Promise<string> {
  const { id } = await db.selectFrom('workspaces').select('id').orderBy('created_at').orderBy('id').limit(1).executeTakeFirstOrThrow();
  return id;
}

export type NewOrphan = Omit<OrphanRow, 'found_at' | 'booked_at' | 'deleted_at' | 'deleted_by'>;

/** The row; undefined where the same video is kept already, whoever found it. */
export async function insertOrphan(trx: Trx, orphan: NewOrphan): Promise<OrphanRow | undefined> {
  return await trx
    .insertInto('orphans')
    .values({ ...orphan, booked_at: bookedAt(orphan.state) })
    .onConflict((conflict) => conflict.columns(['endpoint_id', 'operation_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Compare-and-set of what the provider says of an orphan; undefined where somebody else moved it. */
export async function moveOrphan(
  trx: Trx,
  orphanId: string,
  step: { from: OrphanRow['state']; to: OrphanRow['state'] },
): Promise<OrphanRow | undefined> {
  return await trx
    .updateTable('orphans')
    .set({ state: step.to, booked_at: bookedAt(step.to) })
    .where('id', '=', orphanId)
    .where('state', '=', step.from)
    .returningAll()
    .executeTakeFirst();
}

const bookedAt = (state: OrphanRow['state']) => (isBilled(state) ? sql<Date>`dailies_now()` : null);

/** Orphans that still rendered when they were last listed, and are older than a render may become. */
export async function listForgottenOrphans(db: Db, endpointId: string, windowMs: number): Promise<{ id: string }[]> {
  return await db
    .selectFrom('orphans')
    .select('id')
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where('kind', '<>', 'stranger')
    .where('made_at', '<', sql<Date>`dailies_now() - make_interval(secs => ${windowMs / 1000})`)
    .execute();
}

/** Adds videos to those that parked renders argue about. Answers whether all of them are still parked. */
export async function addDisputes(db: Db, renderIds: readonly string[], operationIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    update renders set
      disputed_ids = array(select distinct unnest(coalesce(disputed_ids, '{}') || ${[...operationIds]}::text[]) order by 1)
    where id = any(${[...renderIds]}::text[]) and status = 'parked' returning id`.execute(db);
  return rows.length === renderIds.length;
}

/** Removes an orphan that turned out to be a render's own; false where its price was booked as a loss. */
export async function forgetOrphan(trx: Trx, orphanId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from orphans where id = ${orphanId} and (booked_at is null or price_micros = 0) returning id`.execute(trx);
  return rows.length > 0;
}
