import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linesOfTrace } from '../../apps/api/src/cli/trace-render/print-trace.ts';
import { readTrace } from '../../apps/api/src/cli/trace-render/read-trace.ts';
import { findObjectFile, readWitness } from '../../apps/api/src/cli/trace-render/witness.ts';
import { ROOT } from '../house/source-files.ts';
import { environmentOf } from '../support/child-process.ts';
import { launchCampaign, planCampaign, waitForEnd } from '../support/run-campaign.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const TRACE = path.join(ROOT, 'apps/api/src/cli/trace-render.ts');
const REFUSED_PROMPT = 'A red kite over dunes [[fail:moderation]]';

let app: TestApp;
let env: NodeJS.ProcessEnv;
let variants: { id: string; phase: string; compiledPrompt: string; render: { id: string; operationId: string } }[];

beforeAll(async () => {
  app = await startApp();
  const keyFile = path.join(app.folder, 'service-account.json');
  await writeFile(keyFile, JSON.stringify(app.config.bucket.credentials));
  env = environmentOf(app, keyFile, 0);
  const planned = await planCampaign(app.client, { prompts: ['A glass of water on black stone', REFUSED_PROMPT], presets: ['slow-pan'] });
  await launchCampaign(app.client, planned);
  await waitForEnd(app.client, planned.id, 60_000);
  const read = `query ($id: ID!) { campaign(id: $id) { variants(first: 2) { nodes { id phase compiledPrompt render { id operationId } } } } }`;
  const answer = await app.client.request<{ campaign: { variants: { nodes: typeof variants } } }>(read, { id: planned.id });
  variants = answer.campaign.variants.nodes;
});
afterAll(() => app.stop());

function trace(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [TRACE, ...args], { env, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const ready = () => variants.find(({ phase }) => phase === 'READY')!;
const failed = () => variants.find(({ phase }) => phase === 'FAILED')!;

it('shows one life by any of its ids', async () => {
  const { stdout, exitCode } = await trace(ready().id);
  expect(exitCode).toBe(0);
  const renderId = /^(rnd_\w+) {2}STORED {2}attempt 1 of 1$/m.exec(stdout)?.[1];
  expect(stdout).toMatch(/Slow pan v1 · 720x1280 · 4 s · Sora 2/);
  const steps = [...stdout.matchAll(/(render\.\w+|clip\.created) /g)].map((found) => found[1]);
  expect(steps).toEqual(['render.intended', 'render.submitting', 'render.running', 'render.succeeded', 'clip.created', 'render.stored']);
  expect(stdout).toMatch(/settle {3}held +−\$0\.40 {2}spent +\+\$0\.40 {2}spare +\S+ {2}settle:rnd_/);
  expect(stdout).toMatch(/video +\d+ bytes {2}sha256 [0-9a-f]{12}… {2}gs:\/\/dailies\/w\//);
  for (const id of [renderId!, ready().render.id, ready().render.operationId]) expect((await trace(id)).stdout).toBe(stdout);
});

it('tells why one failed', async () => {
  const { stdout } = await trace(failed().render.id);
  expect(stdout).toMatch(/^rnd_\w+ {2}FAILED/);
  expect(stdout).toContain('moderation_blocked: The provider’s safety check declined this video.');
  expect(stdout).toMatch(/release +held +\S+ {2}spent +\S+ {2}spare +\+\$0\.40 {2}release:rnd_/);
});

it('sets the sandbox’s ledger and the files on disk beside it', async () => {
  const { controlUrl } = app.sandbox.ready;
  const row = await app.built.deps.db
    .selectFrom('renders')
    .select('id')
    .where('operation_id', '=', ready().render.operationId)
    .executeTakeFirst();
  const life = await readTrace(app.built.deps.db, row!.id);
  const video = life.clip!.files.find(({ kind }) => kind === 'video')!;
  const file = await findObjectFile(controlUrl, video.bucket, video.object_key);
  const lines = linesOfTrace(life, { witness: await readWitness(controlUrl, life.render), files: new Map([[video.object_key, file!]]) });
  expect(lines.join('\n')).toContain(file);
  expect(lines.at(-1)).toBe('  agrees: one job, and the same money in both books');
});

it('answers programs with JSON', async () => {
  const { stdout } = await trace(ready().render.id, '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    render: { status: 'stored', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    witness: null,
  });
});

it('says which words it takes', async () => {
  expect(await trace('rnd_unknown')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No render is known by "rnd_unknown"') });
  expect(await trace()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Which render?') });
});
