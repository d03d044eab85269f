import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Db } from '../db/database.ts';
import type { DoubtfulSend, Place } from './orphan.rules.ts';

/** Every send of the endpoint, or the one of a render, that may have made a video nobody told us of, oldest first. */
export async function listDoubtfulSends(db: Db, endpointId: string, renderId: string | null = null): Promise<DoubtfulSend[]> {
  const { rows } = await sql<DoubtfulSend>`
    select r.id as "renderId", r.status, encode(r.fingerprint, 'hex') as fingerprint, r.sent_at as "sentAt",
      coalesce(r.disputed_ids, '{}') as "disputedIds", m.key as model, o.seconds, o.size
    from renders r
    join variants v on v.campaign_num = r.campaign_num and v.index = r.variant_index
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    join models m on m.id = o.model_id
    where r.endpoint_id = ${endpointId} and r.status in ('submitting', 'ambiguous', 'parked')
      and (${renderId}::text is null or r.id = ${renderId})
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
