import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { addModel } from '../../apps/api/src/catalog/add-model.ts';
import { changeModel } from '../../apps/api/src/catalog/change-model.ts';
import { type DefaultEndpoint, seedCatalog } from '../../apps/api/src/catalog/seed-catalog.ts';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import { seedIdentity } from '../../apps/api/src/identity/seed-identity.ts';
import { setEdition } from '../../apps/api/src/identity/set-edition.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, startCampaignStage } from '../support/make-campaign.ts';
import { cloneDatabase } from '../support/postgres.ts';

const ENDPOINT = globalId('Endpoint', 'default');
const WAN = {
  endpointId: ENDPOINT,
  key: 'Wan-AI/Wan2.2-T2V:14b',
  name: 'Wan 2.2',
  tier: 'STANDARD',
  sizes: ['832x480', '1280x720', '832x480'],
  seconds: [5, 3, 5],
  source: 'https://videos.example/models',
};
const WAN_ID = 'default.Wan-AI/Wan2.2-T2V:14b';
const SANDBOX: DefaultEndpoint = {
  baseUrl: 'http://127.0.0.1:9/v1',
  dialect: 'openai',
  isSandbox: true,
  secretName: 'VIDEOS_API_KEY',
  webhookSecretName: null,
};
const SERVER: DefaultEndpoint = { ...SANDBOX, baseUrl: 'http://gpu.internal:8000/v1', dialect: 'vllm-omni', isSandbox: false };
const MODEL =
  'id key name tier source validFrom retiresOn retired seconds sizes { size secondMicros nextPrice { secondMicros validFrom } }';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

async function change(name: string, selection: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Refusal { code message }
    ${name === 'setEdition' ? '' : '... on InputInvalid { field }'} ... on ${type}Success { ${selection} } } }`;
  const { data, errors } = await stage.ask(query, { input });
  expect(errors).toEqual([]);
  return data![name] as Record<string, unknown>;
}
const add = (input: Record<string, unknown> = {}) => change('addModel', `model { ${MODEL} }`, { ...WAN, ...input });
const alter = (id: string, input: Record<string, unknown>) =>
  change('changeModel', `model { ${MODEL} }`, { modelId: globalId('Model', id), ...input });
const today = () => new Date().toISOString().slice(0, 10);
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const lastEvent = () =>
  stage.deps.db.selectFrom('events').select(['kind', 'subject', 'facts']).orderBy('id', 'desc').executeTakeFirstOrThrow();

interface Seen {
  id: string;
  key: string;
  name: string;
  retired: boolean;
  seconds: number[];
  sizes: { size: string }[];
}
async function seenAtDefault(): Promise<Record<string, Seen>> {
  const { data } = await stage.ask(`{ catalog { models { ${MODEL} endpoint { id } } } }`);
  const { models } = data!['catalog'] as { models: (Seen & { endpoint: { id: string } })[] };
  return Object.fromEntries(models.filter(({ endpoint }) => endpoint.id === ENDPOINT).map((model) => [model.key, model]));
}

describe('a model of a server of one’s own', () => {
  beforeAll(() => seedCatalog(stage.deps, SERVER));
  afterAll(() => seedCatalog(stage.deps, SANDBOX));

  test('is added, priced, planned and launched', async () => {
    const sizes = ['1280x720', '832x480'].map((size) => ({ size, secondMicros: null, nextPrice: null }));
    expect(await add()).toEqual({
      __typename: 'AddModelSuccess',
      model: {
        id: globalId('Model', WAN_ID),
        key: WAN.key,
        name: 'Wan 2.2',
        tier: 'STANDARD',
        source: WAN.source,
        validFrom: today(),
        retiresOn: null,
        retired: false,
        seconds: [3, 5],
        sizes,
      },
    });
    expect(await lastEvent()).toMatchObject({ kind: 'model.added', subject: WAN_ID, facts: { key: WAN.key, seconds: [3, 5] } });

    const wish = { modelIds: [WAN_ID], sizes: ['832x480'], seconds: [5] };
    const unpriced = await stage.plan(wish);
    const launch = (campaign: { id: string; plan_hash: string | null }) =>
      change('launchCampaign', 'campaign { id }', {
        campaignId: globalId('Campaign', campaign.id),
        planHash: campaign.plan_hash,
        idempotencyKey: campaign.plan_hash,
      });
    expect(await launch(unpriced)).toMatchObject({ code: 'NOT_PRICED' });

    const price = { modelId: globalId('Model', WAN_ID), size: '832x480', source: 'a GPU hour' };
    await change('setPrice', 'model { id }', { ...price, secondMicros: 20_000 });
    const dearer = await change('setPrice', `model { ${MODEL} }`, { ...price, secondMicros: 30_000, validFrom: later(3) });
    expect(dearer).toMatchObject({
      model: { sizes: [{}, { size: '832x480', secondMicros: 20_000, nextPrice: { secondMicros: 30_000, validFrom: later(3) } }] },
    });
    const priced = await stage.plan(wish);
    expect(priced.plan).toMatchObject({ lowMicros: 100_000 });
    expect(await launch(priced)).toMatchObject({ __typename: 'LaunchCampaignSuccess' });
  });

  test('is refused with the field, and its key is its own', async () => {
    expect(await add()).toMatchObject({ __typename: 'ModelExists', code: 'MODEL_EXISTS', message: expect.stringContaining('Wan 2.2') });
    const fresh = { key: 'another' };
    for (const [field, values] of Object.entries({
      key: ['', 'two words', 'ü', 'x'.repeat(151), 'nul\0'],
      name: ['  ', 'x'.repeat(201), 'nul\0'],
      sizes: [[], ['720p'], ['720x1281'], ['32x32'], ['8192x4320'], Array.from({ length: 33 }, (_, n) => `${64 + 2 * n}x64`)],
      seconds: [[], [0], [601], [-4]],
      validFrom: [later(1)],
      source: ['', '\0'],
    })) {
      for (const value of values) expect(await add({ ...fresh, [field]: value })).toMatchObject({ code: 'INPUT_INVALID', field });
    }
    expect(await add({ ...fresh, endpointId: globalId('Endpoint', 'nowhere') })).toMatchObject({ code: 'NOT_FOUND' });
    expect(Object.keys(await seenAtDefault())).not.toContain('another');
  });

  test('is added once, however many add it', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => add({ key: 'at-once' })));
    expect(answers.map(({ __typename }) => String(__typename)).toSorted()).toEqual(['AddModelSuccess', 'ModelExists', 'ModelExists']);
  });

  test('is an administrator’s', async () => {
    for (const role of ['producer', 'reviewer', 'viewer'] as const) {
      const actor = { ...stage.actor, role };
      const input = { ...WAN, endpointId: 'default', key: 'theirs', tier: 'standard' } as const;
      await expect(addModel(stage.deps, actor, input)).rejects.toBeInstanceOf(NotAllowed);
      await expect(changeModel(stage.deps, actor, { modelId: WAN_ID, name: 'Theirs' })).rejects.toBeInstanceOf(NotAllowed);
      await expect(setEdition(stage.deps, actor, { edition: 'enterprise' })).rejects.toBeInstanceOf(NotAllowed);
    }
  });

  test('is changed; a plan of what was taken away is stale, what was launched keeps its offers', async () => {
    const wish = { modelIds: [WAN_ID], sizes: ['832x480'], seconds: [5] };
    const planned = await stage.plan(wish);
    const running = await stage.launch(wish);
    const offersOf = ({ num }: { num: number }) => stage.deps.db.selectFrom('offers').selectAll().where('campaign_num', '=', num).execute();
    const before = await offersOf(running);

    const changed = await alter(WAN_ID, { name: 'Wan', tier: 'PRO', sizes: ['1280x720', '480x832'], seconds: [5] });
    expect(changed).toMatchObject({
      model: { name: 'Wan', tier: 'PRO', seconds: [5], sizes: [{ size: '1280x720' }, { size: '480x832' }] },
    });
    expect(await lastEvent()).toMatchObject({ kind: 'model.changed', facts: { was: { name: 'Wan 2.2', tier: 'standard' }, name: 'Wan' } });
    const input = { campaignId: globalId('Campaign', planned.id), planHash: planned.plan_hash, idempotencyKey: 'stale' };
    expect(await change('launchCampaign', 'campaign { id }', input)).toMatchObject({ code: 'PLAN_STALE' });
    expect(await offersOf(running)).toEqual(before);

    expect(await alter(WAN_ID, { sizes: ['1x1'] })).toMatchObject({ code: 'INPUT_INVALID', field: 'sizes' });
    expect(await alter('default.nothing', { name: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await alter(WAN_ID, { sizes: ['832x480'] })).toMatchObject({ model: { sizes: [{ size: '832x480', secondMicros: 20_000 }] } });
  });
});

describe('the sandbox', () => {
  test('in the published dialect takes its own sizes and lengths only, and says so', async () => {
    expect(await add({ key: 'wide' })).toMatchObject({
      field: 'sizes',
      message: expect.stringMatching(/^Sandbox would refuse 832x480: .*1280x720/),
    });
    expect(await add({ key: 'wide', sizes: ['1280x720'] })).toMatchObject({
      field: 'seconds',
      message: expect.stringContaining('4, 8, 12'),
    });
    expect(await add({ key: 'sora-2-2025-12-08', sizes: ['1280x720'], seconds: [4] })).toMatchObject({ __typename: 'AddModelSuccess' });
  });

  test('seeded again leaves what a person changed, added and took away', async () => {
    await alter('default.sora-2', { name: 'Ours', tier: 'PRO', sizes: ['720x1280', '1024x1792'], seconds: [4, 8] });
    const before = await seenAtDefault();
    await seedCatalog(stage.deps, SANDBOX);
    expect(await seenAtDefault()).toEqual(before);
    expect(before['sora-2']).toMatchObject({ name: 'Ours', seconds: [4, 8], sizes: [{ size: '1024x1792' }, { size: '720x1280' }] });
  });
});

describe('another provider under the same name', () => {
  test('with models of its own ends the published ones, and does not take up what a person decides afterwards', async () => {
    await seedCatalog(stage.deps, SERVER);
    const ended = await seenAtDefault();
    expect(ended['sora-2']).toMatchObject({ retired: true, retiresOn: today(), name: 'Ours' });
    expect(ended[WAN.key]).toMatchObject({ retired: false });

    await change('setModelRetirement', 'model { id }', { modelId: globalId('Model', 'default.sora-2'), retiresOn: null });
    await seedCatalog(stage.deps, SERVER);
    expect((await seenAtDefault())['sora-2']).toMatchObject({ retired: false });

    await seedCatalog(stage.deps, { ...SERVER, dialect: 'openai' });
    const hosted = await seenAtDefault();
    expect(hosted['sora-2-pro']).toMatchObject({ retired: false, source: 'list price 2026, check your provider', seconds: [4, 8, 12] });
    expect(hosted['sora-2']).toMatchObject({ name: 'Ours', seconds: [4, 8, 12] });
    expect(hosted[WAN.key]).toMatchObject({ seconds: [5], source: WAN.source });
    await seedCatalog(stage.deps, SANDBOX);
  });

  test('that is there from the first start begins without models', async () => {
    const clone = await cloneDatabase();
    const database = openDatabase({ url: clone.url, connectionsMax: 2, onIdleError: () => {} });
    try {
      await seedCatalog(database, SERVER);
      await seedCatalog(database, SERVER);
      const { rows } = await sql<{ id: string }>`select id from models where endpoint_id = 'default'`.execute(database.db);
      expect(rows).toEqual([]);
    } finally {
      await database.close();
      await clone.drop();
    }
  });
});

describe('an edition', () => {
  test('is set by an administrator, limits the next plan, and outlives a start', async () => {
    const set = await change('setEdition', 'workspace { edition limits { rendersPerDay } }', { edition: 'FREE' });
    expect(set).toMatchObject({ workspace: { edition: 'FREE', limits: { rendersPerDay: 10 } } });
    expect(await lastEvent()).toMatchObject({ kind: 'workspace.changed', facts: { was: 'enterprise', edition: 'free' } });
    const wish = { modelIds: ['default.sora-2-pro'], sizes: ['720x1280'], seconds: [4] };
    await expect(stage.launch(wish)).rejects.toMatchObject({ code: 'OVER_ENTITLEMENT' });

    await seedIdentity(stage.deps);
    const { data } = await stage.ask('{ viewer { workspace { edition } } editions { edition tiers secondsMax rendersInFlight } }');
    expect(data).toMatchObject({
      viewer: { workspace: { edition: 'FREE' } },
      editions: [
        { edition: 'FREE', tiers: ['STANDARD'], secondsMax: 4, rendersInFlight: 2 },
        { edition: 'PRO', secondsMax: 12 },
        { edition: 'ENTERPRISE', secondsMax: null },
      ],
    });
    await change('setEdition', 'workspace { edition }', { edition: 'ENTERPRISE' });
    await expect(stage.launch(wish)).resolves.toMatchObject({ status: 'running' });
  });
});
