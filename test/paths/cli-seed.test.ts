import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SCENARIOS } from '../../apps/api/src/cli/seed/scenarios.ts';
import { openStage, type SeedCampaign } from '../../apps/api/src/cli/seed/stage.ts';
import { ROOT } from '../house/source-files.ts';
import { waitFor } from '../support/run-campaign.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const STATE = `query ($id: ID!) { campaign(id: $id) {
  status counts { total planned blocked excluded queued ready failed } cost { heldMicros } failures { code count }
  prompts(first: 1) { totalCount nodes { text } } variants(first: 1) { nodes { compiledPrompt } } } }`;

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ timing: { renderWindowMs: 8_000, reconcileEveryMs: 500 } });
});
afterAll(() => app.stop());

async function play(name: string): Promise<SeedCampaign> {
  const campaigns = await SCENARIOS.find((one) => one.name === name)!.play(await openStage(app.client));
  return campaigns[0]!;
}

async function read({ id }: SeedCampaign): Promise<Record<string, unknown>> {
  return (await app.client.request<{ campaign: Record<string, unknown> }>(STATE, { id })).campaign;
}

it('draft: prompts and no plan', async () => {
  expect(await read(await play('draft'))).toMatchObject({ status: 'DRAFT', counts: { total: 0 }, prompts: { totalCount: 6 } });
});

it('planned: blocked and excluded cells beside planned ones', async () => {
  const state = await read(await play('planned'));
  expect(state).toMatchObject({ status: 'PLANNED', counts: { total: 36, planned: 21, blocked: 11, excluded: 4 } });
});

it('paused: money held for what waits', async () => {
  const campaign = await play('paused');
  const { status, counts, cost } = (await read(campaign)) as { status: string; counts: { total: number }; cost: { heldMicros: number } };
  expect([status, counts.total]).toEqual(['PAUSED', 12]);
  expect(cost.heldMicros).toBeGreaterThan(0);
});

it('large: ten thousand cells, variables filled', async () => {
  const state = await read(await play('large'));
  expect(state).toMatchObject({ status: 'PLANNED', counts: { total: 10_000 }, prompts: { totalCount: 625 } });
  expect(JSON.stringify(state['variants'])).toContain('The stoneware mug, number 1, turns slowly in a quiet kitchen');
});

/** A damaged output is fetched six times over a minute before it is given up; nobody waits for that here. */
const CAUSES_WITHIN_SECONDS = [
  'model_gone',
  'moderation_blocked',
  'output_expired',
  'prompt_refused',
  'provider_error',
  'render_timeout',
  'status_unknown',
];

it('failures: each cause that a token asks for, once, beside clips that are ready', async () => {
  const campaign = await play('failures');
  await waitFor(app.client, campaign.id, 50_000, ({ counts }) => counts.ready === 2 && counts.failed >= CAUSES_WITHIN_SECONDS.length);
  const { failures } = (await read(campaign)) as { failures: { code: string; count: number }[] };
  const counts = Object.fromEntries(failures.map(({ code, count }) => [code, count]));
  expect(counts).toMatchObject(Object.fromEntries(CAUSES_WITHIN_SECONDS.map((code) => [code, 1])));
});

it('lists its scenarios, and says when it knows none of a name', async () => {
  const seed = path.join(ROOT, 'apps/api/src/cli/seed.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [seed, 'list']);
  for (const { name, shows } of SCENARIOS) expect(stdout).toContain(`${name.padEnd(12)}${shows}`);
  await expect(promisify(execFile)(process.execPath, [seed, 'atlantis'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no scenario "atlantis"'),
  });
});
