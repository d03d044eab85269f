import { type Insertable, sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import type { EndpointRow, PriceRow, PricesTable } from '../db/tables/catalog.table.ts';

/** Locks a model that offers a size; false where it does not. Under this lock prices of one day are numbered in order. */
export async function lockModelSize(trx: Trx, modelId: string, size: string): Promise<boolean> {
  const row = await trx
    .selectFrom('models as m')
    .innerJoin('model_sizes as s', 's.model_id', 'm.id')
    .select('m.id')
    .where('m.id', '=', modelId)
    .where('s.size', '=', size)
    .forNoKeyUpdate('m')
    .executeTakeFirst();
  return row !== undefined;
}

/** How the endpoint of a model speaks, and what a probe of it found. */
export async function getEndpointOfModel(trx: Trx, modelId: string): Promise<Pick<EndpointRow, 'name' | 'dialect' | 'capabilities'>> {
  return trx
    .selectFrom('models as m')
    .innerJoin('endpoints as e', 'e.id', 'm.endpoint_id')
    .where('m.id', '=', modelId)
    .select(['e.name', 'e.dialect', 'e.capabilities'])
    .executeTakeFirstOrThrow();
}

/** Writes a dated price after all that begin on the same day; none is rewritten. */
export async function insertPrice(trx: Trx, price: Omit<Insertable<PricesTable>, 'revision'>): Promise<PriceRow> {
  const revision = sql<number>`(
    select coalesce(max(revision) + 1, 0) from prices
    where model_id = ${price.model_id} and size = ${price.size} and valid_from = ${price.valid_from}::date)`;
  return trx
    .insertInto('prices')
    .values({ ...price, revision })
    .returningAll()
    .executeTakeFirstOrThrow();
}
