import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { EndpointRow, ModelRow, PriceRow } from '../db/tables/catalog.table.ts';
import { MODELS_SINCE, PRICES_CHECKED_ON, type ModelSeed } from './catalog-seeds.ts';

/** A model with what it may be asked for, priced as of one day. */
export interface CatalogModel extends ModelRow {
  sizes: { size: string; price: Pick<PriceRow, 'second_micros' | 'source' | 'checked_on'> | null }[];
  seconds: number[];
}

/** Every model with its sizes, seconds and the price valid on `on` (YYYY-MM-DD): what still can be chosen first, then by tier and name. */
export async function listModels(db: Db, on: string): Promise<CatalogModel[]> {
  const found = await sql<CatalogModel>`
    select m.*,
      (select coalesce(json_agg(json_build_object('size', s.size, 'price', p.price) order by s.size), '[]')
         from model_sizes s left join lateral (
           select json_build_object('second_micros', p.second_micros, 'source', p.source, 'checked_on', p.checked_on) as price
             from prices p where p.model_id = s.model_id and p.size = s.size and ${validOn(on)}
             order by p.valid_from desc, p.revision desc limit 1) p on true
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
 * unknown; `hasSize` and `hasSeconds` tell what the model does not offer. `on` is YYYY-MM-DD.
 */
export async function listOffers(
  db: Db,
  asked: { modelIds: readonly string[]; sizes: readonly string[]; seconds: readonly number[]; on: string },
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
      select p.id, p.second_micros from prices p where p.model_id = m.id and p.size = size.size and ${validOn(asked.on)}
      order by p.valid_from desc, p.revision desc limit 1) p on true
    order by chosen.place, size.place, length.place`.execute(db);
  return found.rows;
}

const validOn = (on: string) => sql`p.valid_from <= ${on}::date and (p.valid_until is null or p.valid_until > ${on}::date)`;

/** What a seed says of an endpoint at every start; a limit left out is a person's to set. */
export type EndpointSeed = Pick<
  EndpointRow,
  'id' | 'name' | 'base_url' | 'dialect' | 'secret_name' | 'webhook_secret_name' | 'is_sandbox'
> &
  Partial<Pick<EndpointRow, 'requests_per_minute' | 'in_flight_max' | 'day_max'>>;
/** What it says of an endpoint that is new here. */
export type EndpointBeginning = Pick<EndpointRow, 'requests_per_minute' | 'in_flight_max' | 'day_max' | 'status' | 'paused_because'>;

/**
 * Writes an endpoint, or makes the one that stands say the same; what was set or learned since (limits, pause, back-off) stays. Another
 * provider under the same name begins anew; a sandbox may change its address.
 */
export async function upsertEndpoint(trx: Trx, endpoint: EndpointSeed, beginning: EndpointBeginning): Promise<void> {
  const stands = await trx.selectFrom('endpoints').where('id', '=', endpoint.id).select(['base_url', 'is_sandbox']).executeTakeFirst();
  const isSame = stands?.is_sandbox === endpoint.is_sandbox && (endpoint.is_sandbox || stands.base_url === endpoint.base_url);
  const anew = { ...beginning, sending_share: 1, share_cut_at: null, backoff_until: null, paused_by: null };
  const { id: _id, ...said } = endpoint;
  await trx
    .insertInto('endpoints')
    .values({ ...beginning, ...endpoint })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(isSame ? said : { ...anew, ...said }))
    .execute();
}

/** After a start, which may have brought another key or address: what a provider's answer had paused is tried with one request. */
export async function probeEndpoint(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('endpoints')
    .set({ status: 'probing', paused_because: null })
    .where('id', '=', id)
    .where('status', '=', 'paused')
    .where('paused_by', 'is', null)
    .execute();
}

/**
 * Writes a model with its sizes, seconds and prices. The money of a price row is never rewritten: plans point to it; nor is the day a model
 * retires, which a person may have set.
 */
export async function upsertModel(
  trx: Trx,
  model: ModelSeed & { endpointId: string; seconds: readonly number[]; source: string; retiresOn: string | null },
): Promise<void> {
  const id = `${model.endpointId}.${model.key}`;
  const said = { name: model.name, tier: model.tier, source: model.source };
  await trx
    .insertInto('models')
    .values({ id, endpoint_id: model.endpointId, key: model.key, valid_from: MODELS_SINCE, retires_on: model.retiresOn, ...said })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
  const sizes = model.sizes.map(({ size }) => ({ model_id: id, size }));
  await trx
    .insertInto('model_sizes')
    .values(sizes)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const seconds = model.seconds.map((length) => ({ model_id: id, seconds: length }));
  await trx.deleteFrom('model_seconds').where('model_id', '=', id).where('seconds', 'not in', model.seconds).execute();
  await trx
    .insertInto('model_seconds')
    .values(seconds)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto('prices')
    .values(
      model.sizes.map((price) => ({
        model_id: id,
        size: price.size,
        second_micros: price.secondMicros,
        batch_second_micros: price.batchSecondMicros,
        valid_from: MODELS_SINCE,
        valid_until: model.retiresOn,
        source: model.source,
        checked_on: PRICES_CHECKED_ON,
      })),
    )
    .onConflict((conflict) => conflict.columns(['model_id', 'size', 'valid_from', 'revision']).doUpdateSet({ source: model.source }))
    .execute();
}
