import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchCampaign, planCampaign, waitFor, waitForEnd } from '../support/run-campaign.ts';
import { globalId } from '../support/global-id.ts';
import { readSandboxLedger, startApp, tellSandbox, type TestApp } from '../support/start-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ sandbox: { speed: 60, capacity: 2 }, timing: { reconcileEveryMs: 300 } });
  await app.built.deps.db.updateTable('endpoints').set({ in_flight_max: 2 }).where('id', '=', 'default').execute();
});
afterAll(() => app.stop());

const PROMPTS = Array.from({ length: 10 }, (_, n) => `A kite climbs over beach number ${n} as the camera tilts up.`);
const [OLD, NEW] = ['sora-2', 'sora-2-pro'].map((key) => globalId('Model', `default.${key}`));
const MODELS = [{ fromId: OLD, toId: NEW }];
const TODAY = new Date().toISOString().slice(0, 10);

const mutate = <Payload>(name: string, fields: string, input: Record<string, unknown>) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return app.client.mutate<Payload>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { ... on ${type}Success { ${fields} } ... on Refusal { code message } } }`,
    input,
  );
};
const retire = (retiresOn: string | null) =>
  mutate<{ model: { retired: boolean } }>('setModelRetirement', 'model { retired }', { modelId: OLD, retiresOn });
const replan = (campaignId: string, idempotencyKey: string = randomUUID()) =>
  mutate<{ campaign: { status: string } }>('replanCampaign', 'campaign { status }', { campaignId, models: MODELS, idempotencyKey });

const REPORT = `query ($id: ID!, $models: [ModelSwapInput!]!) { campaign(id: $id) { compareModels(models: $models) {
  ... on Refusal { code message }
  ... on EquivalenceReport { beforeMicros afterMicros columns { waiting underWay differences from { size seconds } to { size seconds priceMicros model { key } } } }
} } }`;

describe('the day a model retires', () => {
  it('pauses campaigns under way, prices the rest anew at another model, and renders it there when resumed', async () => {
    const planned = await planCampaign(app.client, { prompts: PROMPTS });
    await launchCampaign(app.client, planned);
    await waitFor(app.client, planned.id, 30_000, ({ counts }) => counts.ready >= 2);

    expect(await retire(TODAY)).toMatchObject({ model: { retired: true } });
    await tellSandbox(app.sandbox, 'faults', { goneModels: ['sora-2'] });
    const paused = await waitFor(app.client, planned.id, 20_000, (one) => one.status === 'PAUSED' && one.counts.rendering === 0);
    expect(paused.counts.queued).toBeGreaterThan(0);
    const { campaign: why } = await app.client.request<{ campaign: { pausedBecause: string } }>(
      `query ($id: ID!) { campaign(id: $id) { pausedBecause } }`,
      { id: planned.id },
    );
    expect(why.pausedBecause).toMatch(/^Sora 2 retired\. /);

    const { campaign } = await app.client.request<{
      campaign: { compareModels: { beforeMicros: number; afterMicros: number; columns: { waiting: number }[] } };
    }>(REPORT, { id: planned.id, models: MODELS });
    const report = campaign.compareModels;
    const [column] = report.columns;
    const waiting = column!.waiting;
    expect(report).toMatchObject({ beforeMicros: waiting * 400_000, afterMicros: waiting * 1_200_000 });
    expect(column).toMatchObject({ differences: ['TIER', 'PRICE'], to: { size: '720x1280', seconds: 4, model: { key: 'sora-2-pro' } } });

    const key = randomUUID();
    await replan(planned.id, key);
    await replan(planned.id, key);
    const replanned = await waitFor(app.client, planned.id, 5_000, ({ cost }) => cost.heldMicros >= waiting * 1_200_000);
    expect(replanned.status).toBe('PAUSED');

    await mutate('resumeCampaign', 'campaign { status }', { campaignId: planned.id });
    const end = await waitForEnd(app.client, planned.id, 60_000);
    const failed = end.counts.failed;
    expect(end.counts.ready + failed).toBe(10);
    expect(end.cost.heldMicros).toBe(0);
    expect(end.cost.settledMicros).toBe((end.counts.ready - waiting) * 400_000 + waiting * 1_200_000);
    const { rows } = await sql<{ model: string; count: number }>`
      select o.model_id as model, count(*)::int as count from variants v
      join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n where v.phase = 'ready' group by 1 order by 1`.execute(
      app.built.deps.db,
    );
    expect(rows).toEqual([
      { model: 'default.sora-2', count: end.counts.ready - waiting },
      { model: 'default.sora-2-pro', count: waiting },
    ]);
    expect((await readSandboxLedger(app.sandbox)).billed).toBe(end.counts.ready);
  });

  it('refuses new plans on it, and takes the other model into a plan that stands', async () => {
    await retire(null);
    const planned = await planCampaign(app.client, { prompts: PROMPTS.slice(0, 2) });
    await retire(TODAY);
    await expect(launchCampaign(app.client, planned)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    await replan(planned.id);
    const { campaign } = await app.client.request<{ campaign: { plan: { estimateMicros: number; hash: string }; status: string } }>(
      `query ($id: ID!) { campaign(id: $id) { status plan { hash estimateMicros } } }`,
      { id: planned.id },
    );
    expect(campaign).toMatchObject({ status: 'PLANNED', plan: { estimateMicros: 2 * 1_200_000 } });
    await launchCampaign(app.client, { id: planned.id, planHash: campaign.plan.hash });
    expect((await waitForEnd(app.client, planned.id, 60_000)).counts).toMatchObject({ ready: 2 });
  });

  it('moves nothing while a campaign runs, onto itself, or onto a retired model', async () => {
    await retire(null);
    const planned = await planCampaign(app.client, { prompts: PROMPTS });
    await launchCampaign(app.client, planned);
    await expect(replan(planned.id)).rejects.toMatchObject({ code: 'WRONG_STATUS' });
    await mutate('pauseCampaign', 'campaign { status }', { campaignId: planned.id });
    const swap = (toId: string) =>
      mutate('replanCampaign', 'campaign { id }', {
        campaignId: planned.id,
        models: [{ fromId: OLD, toId }],
        idempotencyKey: randomUUID(),
      });
    await expect(swap(OLD!)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(swap(globalId('Model', 'openai-historic.sora-2'))).rejects.toMatchObject({ code: 'UNKNOWN_MODEL' });
    await mutate('cancelCampaign', 'campaign { status }', { campaignId: planned.id });
  });
});

it('remembers what was asked for, and what became of it', async () => {
  await retire(null);
  await tellSandbox(app.sandbox, 'faults', { goneModels: [] });
  const read = async (search: string) =>
    (
      await app.client.request<{
        promptHistory: { nodes: { text: string; readyCount: number; campaignsCount: number; latestClip: object | null }[] };
      }>(
        `query ($search: String) { promptHistory(search: $search, first: 5) { nodes { text readyCount campaignsCount latestClip { id } latestCampaign { id } slots { slot text } } } }`,
        { search },
      )
    ).promptHistory.nodes;
  const text = 'A paper boat drifts along a gutter in spring rain.';
  for (const again of [1, 2]) {
    const planned = await planCampaign(app.client, { prompts: [text, text] });
    await launchCampaign(app.client, planned);
    await waitForEnd(app.client, planned.id, 30_000);
    await expect.poll(async () => (await read('paper boat'))[0]).toMatchObject({ text, readyCount: 2 * again, campaignsCount: again });
  }
  const [entry, ...others] = await read('paper boat');
  expect(others).toEqual([]);
  expect(entry!.latestClip).not.toBeNull();
  expect((await read('')).length).toBeGreaterThan(1);
  expect(await read('no such words')).toEqual([]);
});
