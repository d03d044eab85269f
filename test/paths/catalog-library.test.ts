import { compilePrompt, SLOTS } from '@dailies/schema';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listModels, listOffers } from '../../apps/api/src/catalog/catalog.store.ts';
import { seedCatalog } from '../../apps/api/src/catalog/seed-catalog.ts';
import { openDatabase, type Database } from '../../apps/api/src/db/database.ts';
import { listPacks, listPresetsByIds, listPresetsByKeys, listPresetsByVersionIds } from '../../apps/api/src/library/library.store.ts';
import { seedLibrary } from '../../apps/api/src/library/seed-library.ts';
import { packs } from '../../apps/api/src/library/seeds/index.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';

const TODAY = '2026-11-22';
const DOLLAR = 1_000_000;
const SANDBOX = {
  baseUrl: 'http://127.0.0.1:9/v1',
  dialect: 'openai',
  isSandbox: true,
  secretName: 'VIDEOS_API_KEY',
  webhookSecretName: 'VIDEOS_WEBHOOK_SECRET',
} as const;

let clone: TestDatabase;
let database: Database;
beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase({ url: clone.url, connectionsMax: 4, onIdleError: () => {} });
  await seedCatalog(database, SANDBOX);
  await seedLibrary(database);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

const countOf = async (table: string): Promise<number> => {
  const counted = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(database.db);
  return counted.rows[0]!.n;
};

describe('the catalogue', () => {
  const ask = { modelIds: ['default.sora-2'], sizes: ['720x1280'], seconds: [4], audio: false, on: TODAY };

  test('prices a cell by its seconds on a day', async () => {
    const [offer] = await listOffers(database.db, { ...ask, modelIds: ['default.sora-2-pro'], sizes: ['1920x1080'], seconds: [12] });
    expect(offer).toMatchObject({ endpointId: 'default', hasSize: true, hasSeconds: true, retired: false, priceMicros: 8.4 * DOLLAR });
  });

  test('answers every combination in the order it was asked for', async () => {
    const offers = await listOffers(database.db, { ...ask, sizes: ['1280x720', '720x1280'], seconds: [8, 4] });
    expect(offers.map((offer) => `${offer.size} ${offer.seconds}`)).toEqual(['1280x720 8', '1280x720 4', '720x1280 8', '720x1280 4']);
  });

  test('tells unknown models, sizes and seconds apart', async () => {
    expect(await listOffers(database.db, { ...ask, modelIds: ['default.veo'] })).toEqual([]);
    const [offer] = await listOffers(database.db, { ...ask, sizes: ['1080x1920'], seconds: [5] });
    expect(offer).toMatchObject({ hasSize: false, hasSeconds: false, priceId: null, priceMicros: null });
  });

  test('a model that was shut down is history: retired and without a price from that day on', async () => {
    const hosted = { ...ask, modelIds: ['openai-historic.sora-2'] };
    expect((await listOffers(database.db, { ...hosted, on: '2026-09-23' }))[0]).toMatchObject({
      retired: false,
      priceMicros: 0.4 * DOLLAR,
    });
    expect((await listOffers(database.db, { ...hosted, on: '2026-09-24' }))[0]).toMatchObject({ retired: true, priceMicros: null });
    const models = await listModels(database.db, TODAY);
    expect(models.map((model) => model.id)).toEqual([
      'default.sora-2',
      'default.sora-2-pro',
      'openai-historic.sora-2',
      'openai-historic.sora-2-pro',
    ]);
  });

  test('a price that changes at midnight is a new row', async () => {
    await database.db.updateTable('prices').set({ valid_until: '2027-01-01' }).where('model_id', '=', 'default.sora-2').execute();
    const next = { model_id: 'default.sora-2', size: '720x1280', second_micros: 200_000, batch_second_micros: null, valid_until: null };
    await database.db
      .insertInto('prices')
      .values({ ...next, valid_from: '2027-01-01', source: 'test', checked_on: TODAY })
      .execute();

    expect((await listOffers(database.db, { ...ask, on: '2026-12-31' }))[0]?.priceMicros).toBe(0.4 * DOLLAR);
    expect((await listOffers(database.db, { ...ask, on: '2027-01-01' }))[0]?.priceMicros).toBe(0.8 * DOLLAR);
  });

  test('seeding again changes nothing, and another endpoint is told without forgetting prices', async () => {
    const before = await Promise.all(['endpoints', 'models', 'model_sizes', 'model_seconds', 'prices'].map(countOf));
    const [first] = await listOffers(database.db, ask);
    await seedCatalog(database, SANDBOX);
    expect(await Promise.all(['endpoints', 'models', 'model_sizes', 'model_seconds', 'prices'].map(countOf))).toEqual(before);

    await seedCatalog(database, { ...SANDBOX, isSandbox: false, baseUrl: 'https://videos.example/v1' });
    const [model] = await listModels(database.db, TODAY);
    expect(model).toMatchObject({ source: 'list price 2026, check your provider', seconds: [4, 8, 12] });
    expect((await listOffers(database.db, ask))[0]?.priceId).toBe(first?.priceId);
    const endpoint = await database.db.selectFrom('endpoints').selectAll().where('id', '=', 'default').executeTakeFirst();
    expect(endpoint).toMatchObject({ name: 'videos.example', dialect: 'openai', is_sandbox: false, secret_name: 'VIDEOS_API_KEY' });
  });
});

describe('the library', () => {
  const presets = packs.flatMap((pack) => pack.presets);

  test('ships four packs with the presets people ask for by name', async () => {
    expect((await listPacks(database.db, 'wsp_any')).map((pack) => pack.key)).toEqual(['camera-moves', 'moods', 'light', 'styles']);
    expect(presets.length).toBeGreaterThanOrEqual(24);
    const asked = ['slow-pan', 'dolly-in', 'wide-shot', 'cinematic'];
    expect((await listPresetsByKeys(database.db, 'wsp_any', asked)).map((preset) => preset.key).toSorted()).toEqual(asked.toSorted());
  });

  test('every preset has fragments of its own, in known slots', () => {
    const compiled = presets.map((preset) => compilePrompt(preset.slots));
    expect(new Set(compiled).size).toBe(presets.length);
    for (const preset of presets) {
      expect(Object.keys(preset.slots).every((slot) => (SLOTS as readonly string[]).includes(slot))).toBe(true);
      expect(compilePrompt(preset.slots).length).toBeGreaterThan(20);
    }
  });

  test('seeding again changes nothing; changed fragments become a version beside the old one', async () => {
    const before = await countOf('preset_versions');
    await seedLibrary(database);
    expect(await countOf('preset_versions')).toBe(before);

    const old = (await listPresetsByKeys(database.db, 'wsp_any', ['slow-pan']))[0]!;
    await sql`update preset_versions set slots = '{"camera": "As it was."}' where id = ${old.version_id}`.execute(database.db);
    await seedLibrary(database);

    const [latest] = await listPresetsByIds(database.db, 'wsp_any', [old.id]);
    const [frozen] = await listPresetsByVersionIds(database.db, 'wsp_any', [old.version_id]);
    expect(latest).toMatchObject({ id: old.id, version: 2, slots: old.slots });
    expect(frozen).toMatchObject({ id: old.id, version: 1, slots: { camera: 'As it was.' } });
  });

  test('processes that start together seed it once', async () => {
    const before = await countOf('presets');
    await Promise.all([seedLibrary(database), seedLibrary(database), seedLibrary(database)]);
    expect(await countOf('presets')).toBe(before);
  });

  test('a workspace sees what ships and what it made, never another’s', async () => {
    await sql`insert into workspaces (id, name, edition) values ('wsp_a', 'A', 'pro'), ('wsp_b', 'B', 'pro')`.execute(database.db);
    await sql`insert into presets (id, workspace_id, pack_id, key, name, description, position)
      values ('pre_own', 'wsp_a', 'pak_styles', 'own', 'Own', 'Ours alone', 99)`.execute(database.db);
    await sql`insert into preset_versions (id, preset_id, version, slots) values ('prv_own', 'pre_own', 1, '{"style": "Ours."}')`.execute(
      database.db,
    );
    const seenBy = async (workspace: string): Promise<number> =>
      (await listPresetsByIds(database.db, workspace, ['pre_own'])).length +
      (await listPresetsByVersionIds(database.db, workspace, ['prv_own'])).length;
    expect(await seenBy('wsp_a')).toBe(2);
    expect(await seenBy('wsp_b')).toBe(0);
  });
});
