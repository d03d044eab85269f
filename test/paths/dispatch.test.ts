import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { moveRenders } from '../../apps/api/src/render/render.store.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false });
});
afterEach(() => app.stop());

const dispatch = () => dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
const creates = async () => (await readSandboxLedger(app.sandbox)).creates;

async function launch(prompts: readonly string[]): Promise<string> {
  const planned = await planCampaign(app.client, { prompts });
  await launchCampaign(app.client, planned);
  return planned.id;
}

async function change(name: 'pauseCampaign' | 'resumeCampaign', campaignId: string): Promise<void> {
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const mutation = `mutation ($input: ${input}Input!) { ${name}(input: $input) { ... on ${input}Success { campaign { status } } ... on Refusal { code message } } }`;
  await app.client.mutate(mutation, { campaignId });
}

it('sends nothing while the endpoint backs off, also what it had claimed before', async () => {
  const { db } = app.built.deps;
  await launch(['A tram turns the corner.', 'A kite over the beach.']);
  await claimVariants(app.built.deps, 'default');
  await sql`update endpoints set backoff_until = dailies_now() + interval '1 minute'`.execute(db);
  await dispatch();
  expect(await creates()).toBe(0);

  await sql`update endpoints set backoff_until = dailies_now()`.execute(db);
  await dispatch();
  expect(await creates()).toBe(2);
});

it('lets a paused campaign keep no place from another, and never exceeds the places when it goes on', async () => {
  const { db } = app.built.deps;
  await db.updateTable('endpoints').set({ in_flight_max: 2 }).where('id', '=', 'default').execute();
  const paused = await launch(['Fog over a field.', 'Rain on a window.', 'Snow on a roof.']);
  await claimVariants(app.built.deps, 'default');
  await change('pauseCampaign', paused);

  await launch(['A cat on a wall.', 'A dog on a beach.']);
  await dispatch();
  expect(await creates()).toBe(2);

  await change('resumeCampaign', paused);
  await dispatch();
  expect(await creates()).toBe(2);
});

it('ends a render whatever characters its provider’s words hold', async () => {
  const { db } = app.built.deps;
  await launch(['A tram turns the corner.']);
  await claimVariants(app.built.deps, 'default');
  const { id } = await db.selectFrom('renders').select('id').executeTakeFirstOrThrow();
  const failureNote = `\0${'x'.repeat(1_998)}😀`;
  const moved = await db
    .transaction()
    .execute((trx) => moveRenders(trx, 'intended', 'failed', [{ renderId: id, failureCode: 'request_invalid', failureNote }]));
  expect(moved).toHaveLength(1);
});
