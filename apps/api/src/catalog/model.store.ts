import type { Insertable } from 'kysely';
import type { Trx } from '../db/database.ts';
import type { EndpointRow, ModelRow, ModelsTable } from '../db/tables/catalog.table.ts';

/** A model and where it is served, its row locked; null where there is none. */
export async function lockModel(trx: Trx, id: string): Promise<{ model: ModelRow; endpoint: EndpointRow } | null> {
  const model = await trx.selectFrom('models').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!model) return null;
  const endpoint = await trx.selectFrom('endpoints').selectAll().where('id', '=', model.endpoint_id).executeTakeFirstOrThrow();
  return { model, endpoint };
}

/** Writes a model that is new at its endpoint; null where its key is taken. */
export async function insertModel(trx: Trx, model: Insertable<ModelsTable>): Promise<ModelRow | null> {
  const row = await trx
    .insertInto('models')
    .values(model)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function getModelByKey(trx: Trx, endpointId: string, key: string): Promise<ModelRow> {
  return await trx.selectFrom('models').selectAll().where('endpoint_id', '=', endpointId).where('key', '=', key).executeTakeFirstOrThrow();
}

/** What the model offers from now on is exactly this; prices of a size that goes stay for its return. */
export async function setModelSizes(trx: Trx, modelId: string, sizes: readonly string[]): Promise<void> {
  await trx.deleteFrom('model_sizes').where('model_id', '=', modelId).where('size', 'not in', sizes).execute();
  await addModelSizes(trx, modelId, sizes);
}

export async function addModelSizes(trx: Trx, modelId: string, sizes: readonly string[]): Promise<void> {
  const rows = sizes.map((size) => ({ model_id: modelId, size }));
  await trx
    .insertInto('model_sizes')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The lengths the model offers from now on are exactly these. */
export async function setModelSeconds(trx: Trx, modelId: string, seconds: readonly number[]): Promise<void> {
  await trx.deleteFrom('model_seconds').where('model_id', '=', modelId).where('seconds', 'not in', seconds).execute();
  await addModelSeconds(trx, modelId, seconds);
}

export async function addModelSeconds(trx: Trx, modelId: string, seconds: readonly number[]): Promise<void> {
  const rows = seconds.map((length) => ({ model_id: modelId, seconds: length }));
  await trx
    .insertInto('model_seconds')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
