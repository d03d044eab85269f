import type { Micros } from '@dailies/schema';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import { bestSource, mayLead, mayShare, maySource, requestHashOf, SERVING_CLIP } from '../campaign/reuse-conditions.ts';
import type { Db, Trx } from '../db/database.ts';
import type { ReusesTable } from '../db/tables/entitlements.table.ts';

/** What an intent asks for, and what may serve it. */
export interface Sharing {
  id: string;
  request_hash: Buffer;
  /** Its campaign and its workspace reuse. */
  may_share: boolean;
  price_micros: Micros;
  /** The render that may serve it, stored before live; null: none. */
  source: string | null;
  is_stored: boolean;
}

/** Reads what each intent asks for and whom it may share. */
export async function listSharing(trx: Trx, intents: readonly { id: string; campaign_num: number; index: number }[]): Promise<Sharing[]> {
  const { rows } = await sql<Sharing>`
    with asked as materialized (
      select i.id, ${requestHashOf} as request_hash, o.price_micros, ${mayShare} as may_share, w.reuse_window_hours
      from unnest(
        ${intents.map((one) => one.id)}::text[], ${intents.map((one) => one.campaign_num)}::int[], ${intents.map((one) => one.index)}::int[]
      ) as i (id, campaign_num, index)
      join variants v on v.campaign_num = i.campaign_num and v.index = i.index
      join campaigns k on k.num = v.campaign_num
      join workspaces w on w.id = k.workspace_id
      join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
      join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
      join models m on m.id = o.model_id
    )
    select a.id, a.request_hash, a.may_share, a.price_micros, found.id as source, coalesce(found.status = 'stored', false) as is_stored
    from asked a left join lateral (
      select r.id, r.status from renders r
      where a.may_share and r.request_hash = a.request_hash and ${maySource(sql`a.reuse_window_hours`)}
      order by ${bestSource} limit 1
    ) found on true`.execute(trx);
  return rows;
}

/** Variants follow a render: they are taken up, and wait with it. */
export async function followRenders(
  trx: Trx,
  following: readonly { campaign_num: number; index: number; source: string; saved_micros: Micros }[],
): Promise<void> {
  await sql`
    with asked as (
      select * from unnest(
        ${following.map((one) => one.campaign_num)}::int[], ${following.map((one) => one.index)}::int[],
        ${following.map((one) => one.source)}::text[], ${following.map((one) => one.saved_micros)}::bigint[]
      ) as one (campaign_num, index, source, saved_micros)
    ), noted as (
      insert into reuses (campaign_num, variant_index, status, source_render_id, saved_micros)
      select campaign_num, index, 'following', source, saved_micros from asked
    )
    update variants v set render_id = asked.source, changed_at = (select dailies_now())
    from asked where v.campaign_num = asked.campaign_num and v.index = asked.index`.execute(trx);
}

/** A leader that waits in a campaign that is not running makes way for one that will be sent. */
export async function stepDownWaiting(trx: Trx, led: readonly { request_hash: Buffer }[]): Promise<void> {
  await sql`
    update renders r set leads = null from campaigns s
    where r.request_hash = any(${led.map((one) => one.request_hash)}::bytea[]) and r.leads and r.status = 'intended'
      and s.num = r.campaign_num and s.status <> 'running'`.execute(trx);
}

const mayEnd: RawBuilder<boolean> = sql<boolean>`u.status = 'following' and not coalesce(${mayLead}, false)`;

/** Campaigns in which something follows a render that has ended, or will not be sent. */
export async function listServable(db: Db): Promise<CampaignKey[]> {
  const { rows } = await sql<CampaignKey>`
    select k.num, k.id, k.workspace_id as "workspaceId" from campaigns k where k.num in (
      select u.campaign_num from reuses u join renders r on r.id = u.source_render_id where ${mayEnd})
    order by k.num`.execute(db);
  return rows;
}

/** A variant whose source ended; without a clip it needs another. */
export interface Servable {
  index: number;
  source: string;
  saved_micros: Micros;
  clip_id: string | null;
}

/** Variants of one campaign whose source has ended, in order of index, locked; what somebody else has locked (a cancel) is left to them. */
export async function lockServable(trx: Trx, campaignNum: number, limit: number): Promise<Servable[]> {
  const { rows } = await sql<Servable>`
    select u.variant_index as index, u.source_render_id as source, u.saved_micros,
      (select l.id from clips l where l.render_id = r.id and r.status = 'stored' and l.status in (${SERVING_CLIP})) as clip_id
    from reuses u
    join renders r on r.id = u.source_render_id
    join variants v on v.campaign_num = u.campaign_num and v.index = u.variant_index
    where u.campaign_num = ${campaignNum} and ${mayEnd}
    order by u.variant_index limit ${limit} for no key update of v skip locked`.execute(trx);
  return rows;
}

export async function endFollowing(
  trx: Trx,
  campaignNum: number,
  ended: { served: readonly number[]; gone: readonly number[] },
): Promise<void> {
  await sql`
    update reuses set status = 'served', served_at = dailies_now()
    where campaign_num = ${campaignNum} and variant_index = any(${ended.served}::int[])`.execute(trx);
  await sql`delete from reuses where campaign_num = ${campaignNum} and variant_index = any(${ended.gone}::int[])`.execute(trx);
}

/** Whether anything follows one of these renders. */
export async function hasFollowers(trx: Trx, renderIds: readonly string[]): Promise<boolean> {
  const found = await trx
    .selectFrom('reuses')
    .select('campaign_num')
    .where('status', '=', 'following')
    .where('source_render_id', 'in', [...renderIds])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export type ReuseRow = Selectable<ReusesTable>;

/** What variants share, by their places; one with a render of its own is absent. */
export async function listReuses(db: Db, places: readonly { campaign_num: number; index: number }[]): Promise<ReuseRow[]> {
  const { rows } = await sql<ReuseRow>`
    select u.* from unnest(${places.map((one) => one.campaign_num)}::int[], ${places.map((one) => one.index)}::int[]) as place (num, index)
    join reuses u on u.campaign_num = place.num and u.variant_index = place.index`.execute(db);
  return rows;
}

/** Adds to what a campaign saved. Call it last: it takes the campaign's row. */
export async function addSavings(trx: Trx, campaignNum: number, micros: Micros): Promise<void> {
  await sql`update campaigns set saved_micros = saved_micros + ${micros} where num = ${campaignNum}`.execute(trx);
}
