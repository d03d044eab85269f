import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Client, escapeIdentifier } from 'pg';
import { afterEach, expect, inject, it } from 'vitest';
import { buildDeps, type BuiltDeps } from '../../apps/api/src/app/build-deps.ts';
import { startApi } from '../../apps/api/src/app/start-api.ts';
import { startWorker } from '../../apps/api/src/app/start-worker.ts';
import { createGraphqlClient, type GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { leaveMark } from '../../apps/api/src/render/restore-mark.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import type { SandboxOptions } from '../../apps/sandbox/src/options.ts';
import { launchCampaign, planCampaign, readCampaign, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startServices, tellSandbox, type TestServices } from '../support/start-app.ts';

const PROMPTS = [
  'A kite over a beach.',
  'A tram turns the corner.',
  'A cat on a wall.',
  'A cat on a wall.',
  'Snow on a roof.',
  'Fog over a field.',
];
/** Renders that were sent when the backup was taken. */
const SENT_BEFORE = 2;

let services: TestServices;
let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function begin(options: Partial<SandboxOptions> = {}): Promise<void> {
  services = await startServices(options);
  stops = [() => services.stop()];
}

interface House {
  built: BuiltDeps;
  client: GraphqlClient;
  close: () => Promise<void>;
}

/** The product on one of the databases. */
async function open(databaseUrl: string, withWorker: boolean): Promise<House> {
  const config = { ...services.config, databaseUrl };
  const built = await buildDeps(config, { timing: { ...productionTiming, orphanSweepEveryMs: 60_000 } });
  const api = await startApi(built, config, 0);
  const worker = withWorker ? await startWorker(built.deps) : null;
  await tellSandbox(services.sandbox, 'webhooks', { url: api.webhookUrl });
  const client = createGraphqlClient(api.graphqlUrl);
  const close = async () => {
    await client.close();
    await worker?.stop();
    await api.close();
    await built.close(10_000);
  };
  return { built, client, close };
}

/** A copy of the database while nobody is connected to it: what a backup keeps. */
async function backUp(): Promise<string> {
  const { url } = inject('postgres');
  const name = `backup_${randomBytes(6).toString('hex')}`;
  const source = new URL(services.config.databaseUrl).pathname.slice(1);
  await asAdministrator(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(source)}`);
  stops.splice(1, 0, () => asAdministrator(`drop database if exists ${escapeIdentifier(name)} with (force)`));
  return Object.assign(new URL(url), { pathname: `/${name}` }).toString();
}

/** Puts a backup in the place of the database while processes are connected to it: they lose their connections, and go on with the other. */
async function putBack(backup: string): Promise<void> {
  const [live, kept] = [services.config.databaseUrl, backup].map((url) => escapeIdentifier(new URL(url).pathname.slice(1)));
  await asAdministrator(`drop database ${live} with (force)`);
  await asAdministrator(`alter database ${kept} rename to ${live}`);
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgres').url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const dispatch = (house: House) => dispatchEndpoint(house.built.deps, 'default', new AbortController().signal);
const limit = (house: House, most: number) =>
  house.built.deps.db.updateTable('endpoints').set({ in_flight_max: most }).where('id', '=', 'default').execute();

const step = (house: House, name: 'pauseCampaign' | 'resumeCampaign', campaignId: string) =>
  house.client.mutate(
    `mutation ($input: ${name === 'pauseCampaign' ? 'Pause' : 'Resume'}CampaignInput!) { ${name}(input: $input) { ... on Refusal { code message } } }`,
    { campaignId },
  );

/**
 * A campaign of which two renders are sent, then a backup (in which it may stand paused), then all the rest is sent: what the backup does not
 * know.
 */
async function loseRows(inBackup: 'running' | 'paused' = 'running'): Promise<{ campaignId: string; backup: string }> {
  const before = await open(services.config.databaseUrl, false);
  const planned = await planCampaign(before.client, { prompts: PROMPTS });
  await launchCampaign(before.client, planned);
  await limit(before, SENT_BEFORE);
  await dispatch(before);
  await limit(before, 64);
  if (inBackup === 'paused') await step(before, 'pauseCampaign', planned.id);
  await before.close();
  const backup = await backUp();

  const after = await open(services.config.databaseUrl, false);
  if (inBackup === 'paused') await step(after, 'resumeCampaign', planned.id);
  await dispatch(after);
  await leaveMark(after.built.deps);
  await after.close();
  expect((await readSandboxLedger(services.sandbox)).started).toBe(PROMPTS.length);
  return { campaignId: planned.id, backup };
}

it('buys nothing again after a backup is restored: what the list shows is adopted before the first send', async () => {
  await begin();
  const { campaignId, backup } = await loseRows();
  const restored = await open(backup, true);
  stops.push(restored.close);

  const end = await waitForEnd(restored.client, campaignId, 60_000);
  expect(end.counts).toMatchObject({ ready: PROMPTS.length, failed: 0, parked: 0 });
  expect(end.cost).toMatchObject({ heldMicros: 0, settledMicros: PROMPTS.length * 400_000 });
  expect(await readSandboxLedger(services.sandbox)).toMatchObject({ creates: PROMPTS.length, started: PROMPTS.length });
  const { db } = restored.built.deps;
  expect(await db.selectFrom('orphans').selectAll().execute()).toEqual([]);
  expect(await verifyLedger(db)).toEqual([]);
  const adopted = await db.selectFrom('events').select('facts').where('kind', '=', 'render.running').execute();
  expect(adopted.filter(({ facts }) => facts['adopted'] === true)).toHaveLength(PROMPTS.length - SENT_BEFORE);
});

const PAUSED = `query ($id: ID!) { campaign(id: $id) { status pausedBecause } }`;
const readPaused = (house: House, id: string) =>
  house.client.request<{ campaign: { status: string; pausedBecause: string | null } }>(PAUSED, { id });

it.each(['running', 'paused'] as const)(
  'pauses the %s campaign with the reason where the provider’s list can not prove what was sent',
  async (inBackup) => {
    await begin({ dialect: 'litellm' });
    const { campaignId, backup } = await loseRows(inBackup);
    const restored = await open(backup, true);
    stops.push(restored.close);

    const { campaign } = await readPaused(restored, campaignId);
    expect(campaign.status).toBe('PAUSED');
    expect(campaign.pausedBecause).toMatch(/restored from a backup.*does not list/);
    await dispatch(restored);
    expect((await readSandboxLedger(services.sandbox)).creates).toBe(PROMPTS.length);
  },
);

it('pauses a campaign whose videos may be those of equal requests with another sound', async () => {
  await begin();
  const before = await open(services.config.databaseUrl, false);
  const twin = await planCampaign(before.client, { prompts: PROMPTS });
  await before.built.deps.db
    .updateTable('campaigns')
    .set({ brief: sql`jsonb_set(brief, '{audio}', to_jsonb(not (brief ->> 'audio')::boolean))` })
    .execute();
  await before.close();
  const { campaignId, backup } = await loseRows();
  expect(campaignId).not.toBe(twin.id);
  const restored = await open(backup, true);
  stops.push(restored.close);

  const { campaign } = await readPaused(restored, campaignId);
  expect(campaign).toMatchObject({ status: 'PAUSED', pausedBecause: expect.stringMatching(/differ in picture or sound/) });
  await dispatch(restored);
  expect((await readSandboxLedger(services.sandbox)).creates).toBe(PROMPTS.length);
});

it('pauses a campaign whose clips are in the bucket, unknown to the backup and gone at the provider', async () => {
  await begin();
  const before = await open(services.config.databaseUrl, false);
  const planned = await planCampaign(before.client, { prompts: PROMPTS.slice(0, 2) });
  await launchCampaign(before.client, planned);
  await before.close();
  const backup = await backUp();

  const after = await open(services.config.databaseUrl, true);
  await waitForEnd(after.client, planned.id, 60_000);
  await deleteAtProvider(after);
  await leaveMark(after.built.deps);
  await after.close();

  const restored = await open(backup, true);
  stops.push(restored.close);
  const { campaign } = await readPaused(restored, planned.id);
  expect(campaign.pausedBecause).toMatch(/holds 2 clips of this campaign that the backup does not know/);
  expect((await readSandboxLedger(services.sandbox)).started).toBe(2);
  expect(await readCampaign(restored.client, planned.id)).toMatchObject({ counts: { queued: 2 } });
});

async function deleteAtProvider({ built }: House): Promise<void> {
  const provider = await built.deps.providers.get('default');
  const rows = await built.deps.db.selectFrom('renders').select('operation_id').execute();
  for (const { operation_id: operationId } of rows) expect((await provider.remove(operationId!)).kind).toBe('removed');
}

it('buys nothing again when the backup is put back under living processes, and keeps the evidence until it was judged', async () => {
  await begin();
  const before = await open(services.config.databaseUrl, false);
  const planned = await planCampaign(before.client, { prompts: PROMPTS });
  await launchCampaign(before.client, planned);
  await limit(before, SENT_BEFORE);
  await dispatch(before);
  await limit(before, 64);
  await before.close();
  const backup = await backUp();
  const living = await open(services.config.databaseUrl, false);
  stops.push(living.close);
  await dispatch(living);
  await leaveMark(living.built.deps);
  expect((await readSandboxLedger(services.sandbox)).started).toBe(PROMPTS.length);

  await putBack(backup);
  const [marked] = await readMarks(living);
  await leaveMark(living.built.deps);
  expect(await readMarks(living)).toEqual([marked]);
  await expect
    .poll(
      () =>
        dispatch(living).then(
          () => 'sent',
          () => 'no database',
        ),
      { timeout: 10_000 },
    )
    .toBe('sent');
  expect(await readSandboxLedger(services.sandbox)).toMatchObject({ creates: PROMPTS.length, started: PROMPTS.length });
  const { db } = living.built.deps;
  const adopted = await db.selectFrom('events').select('facts').where('kind', '=', 'render.running').execute();
  expect(adopted.filter(({ facts }) => facts['adopted'] === true)).toHaveLength(PROMPTS.length - SENT_BEFORE);
  expect((await readMarks(living))[0]).not.toBe(marked);
});

async function readMarks({ built }: House): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of built.deps.storage.list('house/marks/')) keys.push(key);
  return keys;
}

it('takes a start after a crash, or a clean one, for what it is', async () => {
  await begin();
  const first = await open(services.config.databaseUrl, true);
  const planned = await planCampaign(first.client, { prompts: PROMPTS.slice(0, 2) });
  await launchCampaign(first.client, planned);
  await leaveMark(first.built.deps);
  await first.close();
  const second = await open(services.config.databaseUrl, true);
  stops.push(second.close);
  expect(await waitForEnd(second.client, planned.id, 60_000)).toMatchObject({ status: 'COMPLETED', counts: { ready: 2 } });
});
