import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import type { CampaignRow } from '../../db/tables/campaigns.table.ts';
import { columnHash } from '../matrix.rules.ts';
import type { Column } from './equivalence.rules.ts';

/** A column with the cells of it that have not been sent. */
export interface UnsentColumn extends Column {
  /** Planned or queued, and not taken up by a render: their money is reserved. */
  waiting: number;
  /** Failed: they cost nothing until somebody retries them. */
  failed: number;
  /** With the provider or about to be sent: they stay as they are. */
  underWay: number;
}

/** Columns of a campaign by model that still have cells to render, in order of n. */
export async function listUnsentColumns(
  db: Db,
  { num: campaignNum, brief }: Pick<CampaignRow, 'num' | 'brief'>,
  modelIds: readonly string[],
): Promise<UnsentColumn[]> {
  const { rows } = await sql<Omit<UnsentColumn, 'audio'>>`
    select o.n, o.model_id as "modelId", o.size, o.seconds, o.price_micros as "priceMicros",
      count(*) filter (where v.phase in ('planned', 'queued') and v.render_id is null)::int as waiting,
      count(*) filter (where v.phase = 'failed')::int as failed,
      count(*) filter (where v.phase in ('rendering', 'parked') or (v.phase = 'queued' and v.render_id is not null))::int as "underWay"
    from offers o join variants v on v.campaign_num = o.campaign_num and v.offer_n = o.n
    where o.campaign_num = ${campaignNum} and o.model_id = any(${modelIds}::text[]) and v.phase in ('planned', 'queued', 'failed', 'rendering', 'parked')
    group by o.n, o.model_id, o.size, o.seconds, o.price_micros
    order by o.n`.execute(db);
  return rows.map((row) => ({ ...row, audio: brief.audio }));
}

/** Models of columns that still have cells to render or to retry, in order of their first column. */
export async function listModelsToRender(db: Db, campaignNum: number): Promise<string[]> {
  const { rows } = await sql<{ modelId: string }>`
    select o.model_id as "modelId" from offers o
    where o.campaign_num = ${campaignNum} and exists (
      select from variants v where v.campaign_num = o.campaign_num and v.offer_n = o.n
        and (v.phase = 'failed' or (v.phase in ('planned', 'queued') and v.render_id is null)))
    group by o.model_id order by min(o.n)`.execute(db);
  return rows.map((row) => row.modelId);
}

/** A column that takes the place of another. */
export interface Replacement {
  replacesN: number;
  modelId: string;
  size: string;
  seconds: number;
  priceMicros: Micros;
  priceId: number;
  endpointId: string;
}

/** Adds columns behind the frozen axes and points what is unsent of the replaced ones to them. Answers how many cells moved. */
export async function replaceColumns(trx: Trx, campaignNum: number, replacements: readonly Replacement[]): Promise<number> {
  const column = <Value>(read: (one: Replacement) => Value) => replacements.map(read);
  const { rows } = await sql<{ moved: number }>`
    with wanted as (
      select *, (select max(n) from offers where campaign_num = ${campaignNum}) + place as n
      from unnest(
        ${column((one) => one.replacesN)}::int[], ${column((one) => one.endpointId)}::text[], ${column((one) => one.modelId)}::text[],
        ${column((one) => one.size)}::text[], ${column((one) => one.seconds)}::int[], ${column((one) => one.priceId)}::int[],
        ${column((one) => one.priceMicros)}::bigint[], ${column((one) => columnHash(one, one.replacesN))}::bytea[]
      ) with ordinality as replacement (replaces_n, endpoint_id, model_id, size, seconds, price_id, price_micros, column_hash, place)
    ), added as (
      insert into offers (campaign_num, n, endpoint_id, model_id, size, seconds, price_id, price_micros, column_hash, verdict, replaces_n)
      select ${campaignNum}, n, endpoint_id, model_id, size, seconds, price_id, price_micros, column_hash, 'ok', replaces_n from wanted
    ), chosen as (
      select v.campaign_num, v.index, wanted.n from variants v join wanted on wanted.replaces_n = v.offer_n
      where v.campaign_num = ${campaignNum} and (v.phase = 'failed' or (v.phase in ('planned', 'queued') and v.render_id is null))
      order by v.index for no key update of v
    ), moved as (
      update variants set offer_n = chosen.n, changed_at = (select dailies_now())
      from chosen where variants.campaign_num = chosen.campaign_num and variants.index = chosen.index
      returning variants.index
    )
    select count(*)::int as moved from moved`.execute(trx);
  return rows[0]!.moved;
}
