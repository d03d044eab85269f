import { createHash } from 'node:crypto';
import { DIALECTS, type Dialect } from '@dailies/schema';
import { expect, it } from 'vitest';
import { plainPng } from '../../apps/api/src/media/plain-picture.ts';
import { launchCampaign, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

const SIZE = { width: 720, height: 1280 };
const TIMING = { reconcileEveryMs: 300, sweepEveryMs: 200 };
/** One answer lost after the job began, one server error after it began: both paid, both to be found in the list. */
const PROMPTS = ['A kettle steams.', 'A door opens. [[lose-response]]', 'A lamp is lit. [[500:after]]', 'A curtain moves.'];
const LEVELS: Record<Dialect, string> = { openai: 'L2', 'vllm-omni': 'L2', sglang: 'L3', litellm: 'L3' };

async function planFromPicture(app: TestApp, picture: Buffer): Promise<{ id: string; planHash: string }> {
  const url = new URL('/uploads?name=first.png', app.api.graphqlUrl);
  const upload = await fetch(url, { method: 'POST', headers: { 'content-type': 'image/png' }, body: new Uint8Array(picture) });
  const { uploadId } = (await upload.json()) as { uploadId: string };
  const { reference } = await app.client.mutate<{ reference: { id: string } }>(
    'mutation ($input: AddReferenceInput!) { addReference(input: $input) { ... on AddReferenceSuccess { reference { id } } ... on Refusal { code message } } }',
    { uploadId, role: 'COMPOSITION' },
  );
  const { catalog } = await app.client.request<{ catalog: { models: { id: string; key: string; retired: boolean }[] } }>(
    '{ catalog { models { id key retired } } }',
  );
  const { campaign } = await app.client.mutate<{ campaign: { id: string } }>(
    'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on CreateCampaignSuccess { campaign { id } } ... on Refusal { code message } } }',
    {
      name: 'In every dialect',
      modelIds: [catalog.models.find(({ key, retired }) => key === 'sora-2' && !retired)!.id],
      sizes: ['720x1280'],
      seconds: [4],
      reuse: false,
      referenceId: reference.id,
      prompts: PROMPTS.map((text) => ({ text })),
    },
  );
  const planned = await app.client.mutate<{ campaign: { plan: { hash: string } } }>(
    'mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { ... on PlanCampaignSuccess { campaign { plan { hash } } } ... on Refusal { code message } } }',
    { campaignId: campaign.id },
  );
  return { id: campaign.id, planHash: planned.campaign.plan.hash };
}

it.each(DIALECTS)('%s: a campaign from a picture, with lost answers, is rendered whole and paid once', async (dialect) => {
  const app = await startApp({ sandbox: { dialect, speed: 100 }, timing: TIMING });
  try {
    const picture = plainPng({ ...SIZE, colour: [120, 30, 60] });
    const planned = await planFromPicture(app, picture);
    await launchCampaign(app.client, planned);
    const end = await waitForEnd(app.client, planned.id, 50_000);
    expect(end.counts).toMatchObject({ total: PROMPTS.length, ready: PROMPTS.length });

    const { entries, started } = await readSandboxLedger(app.sandbox);
    const sha256 = createHash('sha256').update(picture).digest('hex');
    expect(started).toBe(PROMPTS.length);
    expect(entries.filter(({ kind }) => kind === 'start').map(({ reference }) => reference)).toEqual(PROMPTS.map(() => sha256));
    const { level } = await app.built.deps.db.selectFrom('endpoints').select('level').where('id', '=', 'default').executeTakeFirstOrThrow();
    expect(level).toBe(LEVELS[dialect]);
  } finally {
    await app.stop();
  }
});
