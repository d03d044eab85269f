import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedCatalog } from '../../apps/api/src/catalog/seed-catalog.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { capsOf } from '../../apps/api/src/render/endpoint-limits.rules.ts';
import { getEndpointUse } from '../../apps/api/src/render/endpoint-use.store.ts';
import { fenceRender } from '../../apps/api/src/render/render.store.ts';
import { globalId } from '../support/global-id.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startRawServer } from '../support/raw-server.ts';
import { readSandboxLedger, reopenProviders, startApp, tellSandbox, type TestApp } from '../support/start-app.ts';

const RACERS = 40;
const MINUTE = { tokenMs: 125_000, sendBudgetMs: 5_000 };

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false });
});
afterEach(() => app.stop());

const dispatch = () => dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
const creates = async () => (await readSandboxLedger(app.sandbox)).creates;
const use = () => getEndpointUse(app.built.deps.db, 'default');

const resume = () =>
  app.client.mutate(
    `mutation ($input: ResumeEndpointInput!) { resumeEndpoint(input: $input) { __typename ... on Refusal { code message } } }`,
    { endpointId: globalId('Endpoint', 'default') },
  );

async function launch(prompts: readonly string[]): Promise<string> {
  const planned = await planCampaign(app.client, { prompts });
  await launchCampaign(app.client, planned);
  return planned.id;
}

const prompts = (count: number) => Array.from({ length: count }, (_, n) => `A lighthouse number ${n} in the evening.`);

async function limit(values: { in_flight_max?: number; requests_per_minute?: number; day_max?: number; sending_share?: number }) {
  await app.built.deps.db.updateTable('endpoints').set(values).where('id', '=', 'default').execute();
}

/** Every row is one intended render, as after a claim; answers their ids. */
async function intendAll(count: number): Promise<string[]> {
  await limit({ in_flight_max: count });
  await launch(prompts(count));
  await claimVariants(app.built.deps, 'default');
  const rows = await app.built.deps.db.selectFrom('renders').select('id').execute();
  expect(rows).toHaveLength(count);
  return rows.map(({ id }) => id);
}

/** All at once, each in a transaction of its own, as many dispatchers would; answers the verdicts by count. */
async function race(ids: readonly string[]): Promise<Record<string, number>> {
  const { db } = app.built.deps;
  const caps = capsOf(await use());
  const fences = await Promise.all(ids.map((id) => db.transaction().execute((trx) => fenceRender(trx, id, caps, MINUTE))));
  const verdicts = fences.map((fence) => ('epoch' in fence ? 'fenced' : fence.heldBack));
  return Object.fromEntries([...Map.groupBy(verdicts, (verdict) => verdict)].map(([verdict, all]) => [verdict, all.length]));
}

describe('limits hold when many fences come at once', () => {
  it.each([
    ['places', { in_flight_max: 7 }, { fenced: 7, no_place: RACERS - 7 }],
    ['requests of a minute', { requests_per_minute: 11 }, { fenced: 11, no_token: RACERS - 11 }],
    ['requests of a day', { day_max: 13 }, { fenced: 13, day_full: RACERS - 13 }],
    ['places that trouble has shrunk', { sending_share: 0.25 }, { fenced: RACERS / 4, no_place: RACERS * 0.75 }],
  ])('%s', async (_name, values, expected) => {
    const ids = await intendAll(RACERS);
    await limit(values);
    expect(await race(ids)).toEqual(expected);
  });

  it('one in doubt where the list can not tell two apart, and one while the endpoint is half open', async () => {
    const { db } = app.built.deps;
    const ids = await intendAll(RACERS);
    await db.updateTable('endpoints').set({ status: 'probing' }).execute();
    expect(await race(ids)).toEqual({ fenced: 1, in_doubt: RACERS - 1 });
    await sql`update endpoints set status = 'active', capabilities = '{"listEchoesPrompt": false}'`.execute(db);
    expect(await race(ids)).toEqual({ in_doubt: RACERS });
    await sql`update endpoints set capabilities = '{}'`.execute(db);
    expect(await race(ids)).toEqual({ fenced: RACERS - 1, not_ours: 1 });
  });

  it('renders in flight of a workspace, as its edition allows', async () => {
    const { db } = app.built.deps;
    const ids = await intendAll(RACERS);
    await db.updateTable('workspaces').set({ edition: 'free' }).execute();
    expect(await race(ids)).toEqual({ fenced: 2, no_entitlement: RACERS - 2 });
  });
});

it('counts a request for a minute from when its answer was known, and a request that never left not at all', async () => {
  const { db } = app.built.deps;
  await limit({ requests_per_minute: 2 });
  await launch(prompts(4));
  await dispatch();
  expect(await creates()).toBe(2);
  expect(await use()).toMatchObject({ lastMinute: 2, inFlight: 2 });
  await dispatch();
  expect(await creates()).toBe(2);

  await sql`update send_tokens set counts_until = counts_until - interval '59 seconds'`.execute(db);
  await dispatch();
  expect(await creates()).toBe(2);
  await sql`update send_tokens set counts_until = counts_until - interval '1 second'`.execute(db);
  await dispatch();
  expect(await creates()).toBe(4);

  await sql`update send_tokens set counts_until = dailies_now()`.execute(db);
  await db.updateTable('endpoints').set({ base_url: 'http://127.0.0.1:1/v1', day_max: 100 }).where('id', '=', 'default').execute();
  reopenProviders(app.built);
  await launch(prompts(1).map((text) => `${text} Again.`));
  await dispatch();
  expect(await use()).toMatchObject({ lastMinute: 0, today: 0 });
});

it('claims no more than can be sent now, so that what is more urgent does not wait behind it', async () => {
  const { db } = app.built.deps;
  await limit({ requests_per_minute: 3 });
  await launch(prompts(10));
  await claimVariants(app.built.deps, 'default');
  await claimVariants(app.built.deps, 'default');
  expect(await db.selectFrom('renders').select('id').execute()).toHaveLength(3);
});

it('halves its share once for requests that met trouble together, waits as asked, and recovers send by send', async () => {
  const { db } = app.built.deps;
  await limit({ in_flight_max: 8 });
  await launch(prompts(8));
  await tellSandbox(app.sandbox, 'faults', { seed: 1, rates: { rateLimited: 1 } });
  await dispatch();
  expect(await use()).toMatchObject({ sendingShare: 0.5, backingOff: true, inFlight: 0 });

  await tellSandbox(app.sandbox, 'faults', { seed: 1, rates: {} });
  await sql`update endpoints set backoff_until = dailies_now(), in_flight_max = 16`.execute(db);
  await dispatch();
  const recovering = await use();
  expect(recovering.inFlight).toBe(8);
  expect(recovering.sendingShare).toBeCloseTo(0.5 + 8 / (16 * 8), 5);
});

it('opens the circuit on a refusal of the key, tries it with one request when resumed, and goes on when that is taken', async () => {
  const { deps } = app.built;
  const endpoint = () => deps.db.selectFrom('endpoints').selectAll().where('id', '=', 'default').executeTakeFirstOrThrow();
  const moveTo = async (url: string) => {
    await deps.db.updateTable('endpoints').set({ base_url: url }).where('id', '=', 'default').execute();
    reopenProviders(app.built);
  };
  const unpaid = await startRawServer((request, socket) =>
    socket.write(request.method === 'GET' ? reply('200 OK', '{"object":"list","data":[]}') : reply('402 Payment Required', '{}')),
  );
  const refused = () => unpaid.requests.filter(({ method }) => method === 'POST').length;
  try {
    await launch(prompts(6));
    await moveTo(unpaid.url);
    await dispatch();
    expect(await endpoint()).toMatchObject({ status: 'paused', paused_by: null, paused_because: expect.stringContaining('402') });
    const before = refused();
    await dispatch();
    expect(refused()).toBe(before);

    await resume();
    expect((await endpoint()).status).toBe('probing');
    await dispatch();
    expect((await endpoint()).status).toBe('paused');
    expect(refused()).toBe(before + 1);

    await moveTo(app.config.videos.baseUrl);
    await resume();
    await dispatch();
    expect(await endpoint()).toMatchObject({ status: 'active', paused_because: null });
    expect(await creates()).toBe(6);
  } finally {
    await unpaid.stop();
  }
});

it('stays paused by a person over a start, and says what is already running when a campaign is paused', async () => {
  const { deps } = app.built;
  await limit({ in_flight_max: 2 });
  const campaignId = await launch(prompts(5));
  await dispatch();
  const { alreadyRunning } = await app.client.mutate<{ alreadyRunning: object }>(
    `mutation ($input: PauseCampaignInput!) { pauseCampaign(input: $input) {
      ... on PauseCampaignSuccess { alreadyRunning { count micros words } } ... on Refusal { code message } } }`,
    { campaignId },
  );
  expect(alreadyRunning).toEqual({
    count: 2,
    micros: 800_000,
    words: '2 renders are with the provider already and can not be called back: up to $0.80 will be billed, and the clips are kept.',
  });

  const pause = `mutation ($input: PauseEndpointInput!) { pauseEndpoint(input: $input) {
    ... on PauseEndpointSuccess { endpoint { paused status pausedBecause use { heldBackBecause } } } ... on Refusal { code message } } }`;
  const { endpoint } = await app.client.mutate<{ endpoint: object }>(pause, {
    endpointId: globalId('Endpoint', 'default'),
    reason: 'The contract is being renewed.',
  });
  expect(endpoint).toEqual({
    paused: true,
    status: 'PAUSED',
    pausedBecause: 'The contract is being renewed.',
    use: { heldBackBecause: 'Paused: nothing is sent until a person resumes it.' },
  });
  await seedCatalog(deps, {
    baseUrl: app.config.videos.baseUrl,
    dialect: 'openai',
    isSandbox: true,
    secretName: 'VIDEOS_API_KEY',
    webhookSecretName: null,
  });
  expect((await use()).status).toBe('paused');
  expect((await use()).inFlightMax).toBe(2);
});

function reply(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
