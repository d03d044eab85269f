import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiRefused } from '../../apps/api/src/cli/graphql-client.ts';
import { launchCampaign, planCampaign, readCampaign, waitFor, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ sandbox: { speed: 60, capacity: 3 }, timing: { reconcileEveryMs: 500 } });
  await app.built.deps.db.updateTable('endpoints').set({ in_flight_max: 3 }).where('id', '=', 'default').execute();
});
afterAll(() => app.stop());

const PROMPTS = Array.from({ length: 12 }, (_, n) => `Snow settles on roof number ${n} while the camera slowly pulls back.`);

function change<Payload>(name: string, id: string): Promise<Payload> {
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return app.client.mutate<Payload>(
    `mutation ($input: ${input}Input!) { ${name}(input: $input) { ... on ${input}Success { campaign { status } } ... on Refusal { code message } } }`,
    { campaignId: id },
  );
}

const settled = (counts: { rendering: number; finalizing: number }): boolean => counts.rendering + counts.finalizing === 0;

it('sends nothing new while paused, and goes on when resumed', async () => {
  const planned = await planCampaign(app.client, { prompts: PROMPTS });
  await launchCampaign(app.client, planned);
  await waitFor(app.client, planned.id, 20_000, ({ counts }) => counts.ready >= 2);
  await change('pauseCampaign', planned.id);

  const paused = await waitFor(app.client, planned.id, 20_000, ({ counts }) => settled(counts));
  const sent = (await readSandboxLedger(app.sandbox)).started;
  expect(paused.status).toBe('PAUSED');
  expect(paused.counts.queued).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await readSandboxLedger(app.sandbox)).started).toBe(sent);

  await change('resumeCampaign', planned.id);
  const end = await waitForEnd(app.client, planned.id, 60_000);
  expect(end.counts).toMatchObject({ ready: 12, failed: 0 });
});

it('cancels what has not been sent, lets the rest finish and holds no money afterwards', async () => {
  const before = (await readSandboxLedger(app.sandbox)).started;
  const planned = await planCampaign(app.client, { prompts: PROMPTS });
  await launchCampaign(app.client, planned);
  await waitFor(app.client, planned.id, 20_000, ({ counts }) => counts.ready >= 1 && counts.queued > 2);
  await change('cancelCampaign', planned.id);

  const end = await waitFor(app.client, planned.id, 30_000, ({ counts }) => settled(counts) && counts.queued === 0);
  const started = (await readSandboxLedger(app.sandbox)).started - before;
  expect(end.status).toBe('CANCELLED');
  expect(end.counts.cancelled).toBe(12 - started);
  expect(end.counts.ready).toBe(started);
  expect(end.cost).toMatchObject({ heldMicros: 0, settledMicros: started * 400_000 });
});

it('renders failed variants again on request, once for a key', async () => {
  const planned = await planCampaign(app.client, {
    prompts: ['A fox trots over frosty grass [[fail:moderation]]', 'A heron stands in the reeds.'],
  });
  await launchCampaign(app.client, planned);
  const failed = await waitForEnd(app.client, planned.id, 30_000);
  expect(failed.counts).toMatchObject({ ready: 1, failed: 1 });

  const retry = (idempotencyKey: string, failureCodes: string[]) =>
    app.client.mutate<{ retried: number }>(
      `mutation ($input: RetryRendersInput!) { retryRenders(input: $input) { ... on RetryRendersSuccess { retried } ... on Refusal { code message } } }`,
      { campaignId: planned.id, failureCodes, idempotencyKey },
    );
  const key = randomUUID();
  expect(await retry(key, ['moderation_blocked'])).toMatchObject({ retried: 1 });
  expect(await retry(key, ['moderation_blocked'])).toMatchObject({ retried: 1 });
  await expect(retry(key, ['provider_error'])).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });

  const end = await waitForEnd(app.client, planned.id, 30_000);
  expect(end.counts).toMatchObject({ ready: 2, failed: 0 });
  expect(end.cost).toMatchObject({ heldMicros: 0, settledMicros: 800_000 });
});

it('refuses to launch twice, or with a plan that is not the campaign’s', async () => {
  const planned = await planCampaign(app.client, { prompts: ['Fog lifts from a harbour.'] });
  await expect(launchCampaign(app.client, { ...planned, planHash: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'PLAN_STALE' });
  expect((await readCampaign(app.client, planned.id)).status).toBe('PLANNED');
  await launchCampaign(app.client, planned);
  await expect(launchCampaign(app.client, planned)).rejects.toBeInstanceOf(ApiRefused);
  await waitForEnd(app.client, planned.id, 30_000);
});
