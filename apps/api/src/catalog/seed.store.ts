import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import { MODELS_SINCE, type ModelSeed, PRICES_CHECKED_ON, PUBLISHED_SECONDS, SANDBOX_SECONDS, SOURCES } from './catalog-seeds.ts';
import { addModelSeconds, addModelSizes, insertModel } from './model.store.ts';
import { isSameProvider } from './provider-change.ts';

const SEEDED_SOURCES: readonly string[] = Object.values(SOURCES);
const SEEDED_SECONDS: readonly number[] = [...new Set([...PUBLISHED_SECONDS, ...SANDBOX_SECONDS])];

const today = sql<string>`(dailies_now() at time zone 'UTC')::date`;

/** What a seed says of an endpoint at every start; a limit left out is a person's to set. */
export type EndpointSeed = Pick<
  EndpointRow,
  'id' | 'name' | 'base_url' | 'dialect' | 'secret_name' | 'webhook_secret_name' | 'is_sandbox'
> &
  Partial<Pick<EndpointRow, 'requests_per_minute' | 'in_flight_max' | 'day_max'>>;
/** What it says of an endpoint that is new here. */
export type EndpointBeginning = Pick<EndpointRow, 'requests_per_minute' | 'in_flight_max' | 'day_max' | 'status' | 'paused_because'>;

/** What stood under an endpoint's id before; null where it is new. */
export type StoodBefore = Pick<EndpointRow, 'base_url' | 'is_sandbox' | 'dialect'> & { isSame: boolean };

/**
 * Writes an endpoint, or makes the one that stands say the same; what was set or learned since (limits, pause, back-off) stays. Another
 * provider under the same name begins anew, and is believed nothing that the one before had proved; a sandbox may change its address.
 */
export async function upsertEndpoint(trx: Trx, endpoint: EndpointSeed, beginning: EndpointBeginning): Promise<StoodBefore | null> {
  const stands = await trx
    .selectFrom('endpoints')
    .where('id', '=', endpoint.id)
    .select(['base_url', 'is_sandbox', 'dialect'])
    .forNoKeyUpdate()
    .executeTakeFirst();
  const isSame = stands !== undefined && isSameProvider(stands, endpoint);
  const unproved = { capabilities: '{}', probed_at: null, judged_until: null, read_back_at: null, read_back_waits: null };
  const unhurt = { sending_share: 1, share_cut_at: null, backoff_until: null, reading_backoff_until: null, paused_by: null };
  const anew = { ...beginning, ...unhurt, ...unproved, created_at: sql<Date>`dailies_now()` };
  const { id: _id, ...said } = endpoint;
  await trx
    .insertInto('endpoints')
    .values({ ...beginning, ...endpoint })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(isSame ? said : { ...anew, ...said }))
    .execute();
  return stands ? { ...stands, isSame } : null;
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

/** A model as a seed has it at one endpoint. */
export type SeededModel = ModelSeed & { endpointId: string; seconds: readonly number[]; source: string; retiresOn: string | null };

/**
 * Writes a model with its sizes, seconds and prices where it is new. One that stands is a person's to change: it is told anew only when
 * another provider took the place of its endpoint, and then keeps its name, its tier and what was added to it by hand. The money of a price row is
 * never rewritten: plans point to it.
 */
export async function seedModel(trx: Trx, model: SeededModel, isAnother: boolean): Promise<void> {
  const id = `${model.endpointId}.${model.key}`;
  const { key, name, tier, source } = model;
  const dates = { valid_from: MODELS_SINCE, retires_on: model.retiresOn };
  const isNew = (await insertModel(trx, { id, endpoint_id: model.endpointId, key, name, tier, source, ...dates })) !== null;
  if (!isNew && !(isAnother && (await retellSeeded(trx, id, model)))) return;
  await addModelSizes(
    trx,
    id,
    model.sizes.map(({ size }) => size),
  );
  await addModelSeconds(trx, id, model.seconds);
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
        source,
        checked_on: PRICES_CHECKED_ON,
      })),
    )
    .onConflict((conflict) => conflict.columns(['model_id', 'size', 'valid_from', 'revision']).doUpdateSet({ source }))
    .execute();
}

/** Takes back what a seed said for the provider before; false where the model was entered by a person. */
async function retellSeeded(trx: Trx, id: string, model: SeededModel): Promise<boolean> {
  const told = await trx
    .updateTable('models')
    .set({ source: model.source })
    .where('id', '=', id)
    .where('source', 'in', SEEDED_SOURCES)
    .returning('id')
    .executeTakeFirst();
  if (!told) return false;
  await trx
    .deleteFrom('model_seconds')
    .where('model_id', '=', id)
    .where('seconds', 'in', SEEDED_SECONDS)
    .where('seconds', 'not in', model.seconds)
    .execute();
  return true;
}

/** Ends the seeded models of an endpoint today, because the provider that serves it now does not know them; those that ended before stay so. */
export async function retireSeeded(trx: Trx, endpointId: string): Promise<void> {
  await trx
    .updateTable('models')
    .set({ retires_on: today })
    .where('endpoint_id', '=', endpointId)
    .where('source', 'in', SEEDED_SOURCES)
    .where(sql<boolean>`coalesce(retires_on > ${today}, true)`)
    .execute();
}

/** Offers them again, when a provider that serves them takes the place back. */
export async function offerSeeded(trx: Trx, endpointId: string): Promise<void> {
  await trx
    .updateTable('models')
    .set({ retires_on: null })
    .where('endpoint_id', '=', endpointId)
    .where('source', 'in', SEEDED_SOURCES)
    .execute();
}
