import { orientationOf, parseSize } from '@dailies/schema';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, defineLoader, keyBy } from '../graphql/context.ts';
import { DialectEnum, EndpointLevelEnum, OrientationEnum, TierEnum } from '../graphql/enums.ts';
import { EndpointRef, ModelRef } from '../graphql/refs.ts';
import { capabilitiesOfRow } from '../providers/registry.ts';
import { type CatalogModel, listEndpointsByIds, listModels, listModelsByIds } from './catalog.store.ts';
import { isPriceStale, secondMicrosOf } from './price.rules.ts';

const today = (context: Context): string => context.deps.clock.now().toISOString().slice(0, 10);

export const modelLoader = defineLoader(async (ids: readonly string[], { deps }) => keyBy(await listModelsByIds(deps.db, ids), 'id'));
export const endpointLoader = defineLoader(async (ids: readonly string[], { deps }) => keyBy(await listEndpointsByIds(deps.db, ids), 'id'));
/** The catalogue is small: whoever asks for a model's sizes has it read whole, once. */
const catalogLoader = defineLoader(async (days: readonly string[], { deps }) => {
  const read = await Promise.all(days.map(async (day) => [day, await listModels(deps.db, day)] as const));
  return new Map(read);
});

/** After a change of the catalogue: what the same request answers next is read again. */
export function forgetCatalog(context: Context): void {
  catalogLoader(context).clearAll();
  modelLoader(context).clearAll();
}

async function catalogModel(model: ModelRow, context: Context): Promise<CatalogModel> {
  const models = await catalogLoader(context).load(today(context));
  const found = models?.find((one) => one.id === model.id);
  if (!found) throw new Error(`model ${model.id} is not in the catalogue`);
  return found;
}

builder.node(EndpointRef, {
  description: 'A provider’s address and how it speaks.',
  id: { resolve: (endpoint) => endpoint.id },
  loadMany: (ids: string[], context) => endpointLoader(context).loadMany(ids),
  fields: (t) => ({
    name: t.exposeString('name'),
    isSandbox: t.exposeBoolean('is_sandbox', { description: 'Whether nothing is billed here: prices are play money.' }),
    dialect: t.expose('dialect', { type: DialectEnum }),
    switchesAudio: t.boolean({
      description: 'Whether it can be told to leave the sound out, so that sound may have a price of its own.',
      resolve: (endpoint) => capabilitiesOfRow(endpoint).switchesAudio,
    }),
    level: t.expose('level', {
      type: EndpointLevelEnum,
      description: 'What the endpoint can prove of a send whose answer was lost; from `npm run provider -- check`, else from its dialect.',
    }),
    probedAt: t.expose('probed_at', { type: 'DateTime', nullable: true, description: 'When a check last looked.' }),
    paused: t.boolean({ resolve: (endpoint) => endpoint.status === 'paused' }),
    pausedBecause: t.exposeString('paused_because', { nullable: true }),
  }),
});

const ComingPrice = builder.objectRef<NonNullable<CatalogModel['sizes'][number]['next']>>('ComingPrice').implement({
  description: 'A price of a second that is known and does not hold yet.',
  fields: (t) => ({
    secondMicros: t.expose('second_micros', { type: 'Micros' }),
    audioSecondMicros: t.field({
      type: 'Micros',
      description: 'In a clip that keeps its sound.',
      resolve: (next) => secondMicrosOf(next, true),
    }),
    validFrom: t.expose('valid_from', { type: 'Date' }),
  }),
});

const ModelSize = builder.objectRef<CatalogModel['sizes'][number]>('ModelSize').implement({
  description: 'A frame size a model offers, with today’s price of a second.',
  fields: (t) => ({
    size: t.exposeString('size', { description: 'WIDTHxHEIGHT in pixels.' }),
    width: t.int({ resolve: ({ size }) => pixelsOf(size).width }),
    height: t.int({ resolve: ({ size }) => pixelsOf(size).height }),
    orientation: t.field({ type: OrientationEnum, resolve: ({ size }) => orientationOf(pixelsOf(size)) }),
    secondMicros: t.field({
      type: 'Micros',
      nullable: true,
      description: 'Null where no price is known: such a cell can be planned and not launched.',
      resolve: ({ price }) => price?.second_micros ?? null,
    }),
    audioSecondMicros: t.field({
      type: 'Micros',
      nullable: true,
      description: 'In a clip that keeps its sound: the same where that has no price of its own.',
      resolve: ({ price }) => price && secondMicrosOf(price, true),
    }),
    priceSource: t.string({ nullable: true, resolve: ({ price }) => price?.source ?? null }),
    priceCheckedOn: t.field({ type: 'Date', nullable: true, resolve: ({ price }) => price?.checked_on ?? null }),
    nextPrice: t.field({ type: ComingPrice, nullable: true, resolve: ({ next }) => next }),
    priceIsStale: t.boolean({
      description: 'Nobody has checked the price for so long that it may have moved.',
      resolve: ({ price }, _args, context) => price !== null && isPriceStale(price.checked_on, today(context)),
    }),
  }),
});

function pixelsOf(size: string): { width: number; height: number } {
  const pixels = parseSize(size);
  if (!pixels) throw new Error(`${size} is no size`);
  return pixels;
}

builder.node(ModelRef, {
  description: 'A model at one endpoint, with what may be asked of it.',
  id: { resolve: (model) => model.id },
  loadMany: (ids: string[], context) => modelLoader(context).loadMany(ids),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The word on the wire.' }),
    name: t.exposeString('name'),
    tier: t.expose('tier', { type: TierEnum }),
    source: t.exposeString('source', { description: 'Where this row comes from.' }),
    validFrom: t.expose('valid_from', { type: 'Date' }),
    retiresOn: t.expose('retires_on', { type: 'Date', nullable: true }),
    retired: t.boolean({ resolve: (model, _args, context) => model.retires_on !== null && model.retires_on <= today(context) }),
    endpoint: t.field({
      type: EndpointRef,
      resolve: async (model, _args, context) => {
        const endpoint = await endpointLoader(context).load(model.endpoint_id);
        if (!endpoint) throw new Error(`endpoint ${model.endpoint_id} is gone`);
        return endpoint;
      },
    }),
    sizes: t.field({ type: [ModelSize], resolve: async (model, _args, context) => (await catalogModel(model, context)).sizes }),
    seconds: t.intList({ resolve: async (model, _args, context) => (await catalogModel(model, context)).seconds }),
  }),
});

const Catalog = builder.objectRef<object>('Catalog').implement({
  description: 'What can be rendered, where, and for how much.',
  fields: (t) => ({
    models: t.field({
      type: [ModelRef],
      description: 'What still can be chosen first, then by tier and name.',
      resolve: async (_catalog, _args, context) => (await catalogLoader(context).load(today(context))) ?? [],
    }),
  }),
});

builder.queryField('catalog', (t) => t.field({ type: Catalog, resolve: () => ({}) }));
