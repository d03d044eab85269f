import { afterEach, beforeEach, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/app/start-api.ts';
import { ProviderBusy } from '../../apps/api/src/catalog/provider-change.ts';
import { recordProbe } from '../../apps/api/src/catalog/record-probe.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const PROMPTS = ['A kite over a beach.', 'A tram turns the corner.'];

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false });
});
afterEach(() => app.stop());

/** A start of the same installation whose environment names another provider; it listens beside the first, and ends at once. */
async function startAtAnother(): Promise<void> {
  const videos = { ...app.config.videos, baseUrl: 'https://videos.example/v1', isSandbox: false };
  const api = await startApi(app.built, { ...app.config, videos }, 0);
  await api.close();
}

const endpoint = () => app.built.deps.db.selectFrom('endpoints').selectAll().where('id', '=', 'default').executeTakeFirstOrThrow();

it('is refused while renders are with the provider before, and changes nothing', async () => {
  const planned = await planCampaign(app.client, { prompts: PROMPTS });
  await launchCampaign(app.client, planned);
  await dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
  await expect(startAtAnother()).rejects.toThrow(ProviderBusy);
  await expect(startAtAnother()).rejects.toThrow(/^2 renders are still with Sandbox, .* Nothing was changed\./);
  expect(await endpoint()).toMatchObject({ is_sandbox: true, base_url: app.config.videos.baseUrl });
  expect(await readCampaign(app.client, planned.id)).toMatchObject({ status: 'RUNNING' });
});

it('pauses what was planned for the other with the reason, makes plans stale, and forgets what the other had proved', async () => {
  const { db } = app.built.deps;
  const running = await planCampaign(app.client, { prompts: PROMPTS });
  await launchCampaign(app.client, running);
  const planned = await planCampaign(app.client, { prompts: PROMPTS.map((text) => `${text} Again.`) });
  await recordProbe(db, 'default', { listEchoesPrompt: true, honoursIdempotencyKey: true });
  expect(await endpoint()).toMatchObject({ level: 'L0' });

  await startAtAnother();
  expect(await endpoint()).toMatchObject({
    name: 'videos.example',
    is_sandbox: false,
    capabilities: {},
    probed_at: null,
    judged_until: null,
  });
  const { campaign } = await app.client.request<{ campaign: { status: string; pausedBecause: string } }>(
    `query ($id: ID!) { campaign(id: $id) { status pausedBecause } }`,
    { id: running.id },
  );
  expect(campaign.status).toBe('PAUSED');
  expect(campaign.pausedBecause).toMatch(/^This campaign was planned for Sandbox; the same endpoint is videos\.example now/);
  await expect(launchCampaign(app.client, planned)).rejects.toMatchObject({
    code: 'PLAN_STALE',
    message: expect.stringContaining('videos.example took the place of the provider that was planned for'),
  });
});
