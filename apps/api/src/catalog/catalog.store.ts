import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { EndpointRow, ModelRow, PriceRow } from '../db/tables/catalog.table.ts';

/** A model with what it may be asked for, priced as of one day. */
export interface CatalogModel extends ModelRow {
  sizes: {
    size: string;
    price: Pick<PriceRow, 'second_micros' | 'audio_second_micros' | 'source' | 'checked_on'> | null;
    /** What follows it, where that is known. */
    next: Pick<PriceRow, 'second_micros' | 'audio_second_micros' | 'valid_from'> | null;
  }[];
  seconds: number[];
}

/** Every model with its sizes, seconds and the price valid on `on` (YYYY-MM-DD): what still can be chosen first, then by tier and name. */
export async function listModels(db: Db, on: string): Promise<CatalogModel[]> {
  const found = await sql<CatalogModel>`
    select m.*,
      (select coalesce(json_agg(json_build_object('size', s.size, 'price', p.price, 'next', n.next) order by s.size), '[]')
         from model_sizes s left join lateral (
           select json_build_object('second_micros', p.second_micros, 'audio_second_micros', p.audio_second_micros,
               'source', p.source, 'checked_on', p.checked_on) as price
             from prices p where p.model_id = s.model_id and p.size = s.size and ${validOn(on)}
             order by p.valid_from desc, p.revision desc limit 1) p on true
         left join lateral (
           select json_build_object('second_micros', p.second_micros, 'audio_second_micros', p.audio_second_micros,
               'valid_from', p.valid_from) as next
             from prices p where p.model_id = s.model_id and p.size = s.size and p.valid_from > ${on}::date
             order by p.valid_from, p.revision desc limit 1) n on true
        where s.model_id = m.id) as sizes,
      (select coalesce(json_agg(s.seconds order by s.seconds), '[]') from model_seconds s where s.model_id = m.id) as seconds
    from models m
    order by (m.retires_on is not null and m.retires_on <= ${on}::date), m.tier desc, m.name, m.id`.execute(db);
  return found.rows;
}

/** Models by id, whatever their state. */
export async function listModelsByIds(db: Db, ids: readonly string[]): Promise<ModelRow[]> {
  return await db.selectFrom('models').selectAll().where('id', 'in', ids).execute();
}

export async function listEndpointsByIds(db: Db, ids: readonly string[]): Promise<EndpointRow[]> {
  return await db.selectFrom('endpoints').selectAll().where('id', 'in', ids).execute();
}

/** One model x size x seconds as the catalogue knows it on a day. */
export interface CatalogOffer {
  modelId: string;
  modelKey: string;
  endpointId: string;
  size: string;
  seconds: number;
  hasSize: boolean;
  hasSeconds: boolean;
  /** Retired on the day asked, so that nothing new may be started on it. */
  retired: boolean;
  priceId: number | null;
  /** For the whole clip: price of a second x seconds. Null without a price row valid on the day. */
  priceMicros: number | null;
}

/**
 * What the catalogue says of every combination asked for, in the order model, size, seconds as given. A model that is not answered at all is
 * unknown; `hasSize` and `hasSeconds` tell what the model does not offer. `audio`: whether clips keep their sound. `on` is YYYY-MM-DD.
 */
export async function listOffers(
  db: Db,
  asked: { modelIds: readonly string[]; sizes: readonly string[]; seconds: readonly number[]; audio: boolean; on: string },
): Promise<CatalogOffer[]> {
  const found = await sql<CatalogOffer>`
    select m.id as "modelId", m.key as "modelKey", m.endpoint_id as "endpointId", size.size, length.seconds,
      exists (select from model_sizes s where s.model_id = m.id and s.size = size.size) as "hasSize",
      exists (select from model_seconds s where s.model_id = m.id and s.seconds = length.seconds) as "hasSeconds",
      (m.valid_from > ${asked.on}::date or coalesce(m.retires_on <= ${asked.on}::date, false)) as retired,
      p.id as "priceId", p.second_micros * length.seconds as "priceMicros"
    from unnest(${asked.modelIds}::text[]) with ordinality as chosen (id, place)
    join models m on m.id = chosen.id
    cross join unnest(${asked.sizes}::text[]) with ordinality as size (size, place)
    cross join unnest(${asked.seconds}::integer[]) with ordinality as length (seconds, place)
    left join lateral (
      select p.id, case when ${asked.audio} then coalesce(p.audio_second_micros, p.second_micros) else p.second_micros end as second_micros
      from prices p where p.model_id = m.id and p.size = size.size and ${validOn(asked.on)}
      order by p.valid_from desc, p.revision desc limit 1) p on true
    order by chosen.place, size.place, length.place`.execute(db);
  return found.rows;
}

const validOn = (on: string) => sql`p.valid_from <= ${on}::date and (p.valid_until is null or p.valid_until > ${on}::date)`;
