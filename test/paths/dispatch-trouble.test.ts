import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { getEndpointUse } from '../../apps/api/src/render/endpoint-use.store.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { answer, type RawServer, startRawServer } from '../support/raw-server.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const PLACES = 8;
const NO_VIDEOS = answer(200, '{"object":"list","data":[],"has_more":false}');

let app: TestApp;
let provider: RawServer;
beforeEach(async () => {
  app = await startApp({ worker: false });
});
afterEach(async () => {
  await provider?.stop();
  await app.stop();
});

const db = () => app.built.deps.db;
const dispatch = () => dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
const use = () => getEndpointUse(db(), 'default');
const posts = () => provider.requests.filter(({ method }) => method === 'POST').length;
const prompts = (count: number, scene: string) => Array.from({ length: count }, (_, n) => `${scene} number ${n} in the evening.`);
const endRest = () => sql`update endpoints set backoff_until = dailies_now()`.execute(db());
const countIntended = async () => (await db().selectFrom('renders').where('status', '=', 'intended').select('id').execute()).length;

async function launch(texts: readonly string[], brief: { reuse?: boolean } = {}): Promise<string> {
  const planned = await planCampaign(app.client, { prompts: texts, ...brief });
  await launchCampaign(app.client, planned);
  return planned.id;
}

/** The endpoint speaks to a server whose list is empty and whose answer to a create is given. */
async function renderAt(create: string): Promise<void> {
  provider = await startRawServer((request, socket) => socket.write(request.method === 'GET' ? NO_VIDEOS : create));
  await db().updateTable('endpoints').set({ base_url: provider.url, in_flight_max: PLACES }).where('id', '=', 'default').execute();
  app.built.deps.providers = createProviderRegistry({ ...app.built.deps, readSecret: app.built.readSecret });
}

it('rests the endpoint when its server is failing, as long as it asks, instead of putting every place in doubt', async () => {
  await renderAt(answer(503, '{"error":{"message":"overloaded"}}', { 'retry-after': '60' }));
  await db().updateTable('endpoints').set({ in_flight_max: 64 }).where('id', '=', 'default').execute();
  await launch(prompts(60, 'A lighthouse'));
  await dispatch();
  const first = posts();
  expect(first).toBeLessThanOrEqual(16);
  const rested = await db().selectFrom('events').select('facts').where('kind', '=', 'endpoint.rested').execute();
  expect(rested).toHaveLength(1);
  expect(rested[0]!.facts).toMatchObject({ restMs: 60_000 });
  await dispatch();
  expect(posts()).toBe(first);
});

it('rests the longer, the more trouble there was, where a failing server says nothing', async () => {
  await renderAt(answer(500, '{}'));
  await db().updateTable('endpoints').set({ sending_share: 0.25 }).where('id', '=', 'default').execute();
  await launch(prompts(3, 'A lighthouse'));
  await dispatch();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from backoff_until - dailies_now()) * 1000)::float8 as ms from endpoints where id = 'default'`.execute(db());
  expect(rows[0]!.ms).toBeGreaterThan(10_000);
  expect(rows[0]!.ms).toBeLessThanOrEqual(16_000);
});

it('claims no more than it could send twice while the provider can not be reached, however long that lasts', async () => {
  await renderAt(NO_VIDEOS);
  await dispatch();
  await launch(prompts(60, 'A harbour'));
  await provider.stop();
  await dispatch();
  expect(await use()).toMatchObject({ backingOff: true, inFlight: 0 });
  for (let n = 0; n < 6; n += 1) {
    await endRest();
    await dispatch();
  }
  expect(await countIntended()).toBeLessThanOrEqual(2 * PLACES);
});

it('lets equal requests, of which one goes after the other, keep no place from different ones', async () => {
  await db().updateTable('endpoints').set({ in_flight_max: PLACES }).where('id', '=', 'default').execute();
  await launch(
    Array.from({ length: 40 }, () => 'A cat on a wall.'),
    { reuse: false },
  );
  await launch(prompts(20, 'A street'), { reuse: false });
  for (let n = 0; n < 12; n += 1) await claimVariants(app.built.deps, 'default');
  const { rows } = await sql<{ who: string; count: number }>`
    select case c.variant_count when 40 then 'twins' else 'others' end as who, count(*)::int as count
    from renders r join campaigns c on c.num = r.campaign_num group by 1`.execute(db());
  const claimedOf = Object.fromEntries(rows.map(({ who, count }) => [who, count]));
  expect(claimedOf['others']).toBe(PLACES - 1);
  expect(claimedOf['twins']).toBeLessThanOrEqual(PLACES + 1);
});
