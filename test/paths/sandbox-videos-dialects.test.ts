import { afterEach, expect, test } from 'vitest';
import type { DialectName } from '@dailies/sandbox/src/videos/dialects/dialect.ts';
import { startTestSandbox, type TestSandbox, type WireBody } from '../support/sandbox.ts';

const running: TestSandbox[] = [];

afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

async function start(dialect: DialectName, speed = 10_000): Promise<TestSandbox> {
  const sandbox = await startTestSandbox({ dialect, speed });
  running.push(sandbox);
  return sandbox;
}

async function createForm(sandbox: TestSandbox, fields: Record<string, string>): Promise<{ status: number; body: WireBody }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const response = await sandbox.call('/videos', { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as WireBody };
}

const hasSoundTrack = async (sandbox: TestSandbox, id: string): Promise<boolean> =>
  Buffer.from(await (await sandbox.call(`/videos/${id}/content`)).arrayBuffer()).includes('mp4a');

test('openai: json and forms, strings for seconds, sound always', async () => {
  const sandbox = await start('openai');
  const { body } = await sandbox.create({ prompt: 'json' });
  expect(body.id).toMatch(/^video_[0-9a-f]{48}$/);
  expect((await createForm(sandbox, { prompt: 'form', seconds: '8' })).body).toMatchObject({
    seconds: '8',
    size: '720x1280',
    model: 'sora-2',
  });
  expect((await sandbox.create({ prompt: 'number', seconds: 4 })).status).toBe(400);
  await sandbox.waitFor(body.id, 'completed');
  expect(await hasSoundTrack(sandbox, body.id)).toBe(true);
  expect(await (await sandbox.call('/models')).json()).toMatchObject({
    object: 'list',
    data: [{ id: 'sora-2', object: 'model' }, {}, {}, {}, {}],
  });
});

test('vllm-omni: forms only, any size and seconds, sound where asked for, a delete that aborts, codes that are numbers', async () => {
  const sandbox = await start('vllm-omni');
  const json = await sandbox.create({ prompt: 'json' });
  expect([json.status, json.body.error?.code]).toEqual([400, 400]);
  const asked = { prompt: 'a fox', model: 'Wan-AI/Wan2.2-T2V-A14B', seconds: '3', size: '640x480', seed: '7' };
  const silent = await createForm(sandbox, asked);
  expect(silent.body).toMatchObject({ status: 'queued', seconds: '3', size: '640x480', file_name: null, media_type: 'video/mp4' });
  expect(silent.body.id).toMatch(/^video_gen_[0-9a-f]{32}$/);
  const loud = await createForm(sandbox, { ...asked, generate_sound: 'true' });
  const done = await sandbox.waitFor(silent.body.id, 'completed');
  expect(done).toMatchObject({ file_name: `${done.id}.mp4`, inference_time_s: expect.any(Number) as number });
  await sandbox.waitFor(loud.body.id, 'completed');
  expect(await hasSoundTrack(sandbox, silent.body.id)).toBe(false);
  expect(await hasSoundTrack(sandbox, loud.body.id)).toBe(true);
  const failed = await createForm(sandbox, { prompt: 'x [[fail:server]]' });
  expect(await sandbox.waitFor(failed.body.id, 'failed')).toMatchObject({ error: { code: 500 } });
  expect((await createForm(sandbox, { prompt: 'x', size: '641x480' })).status).toBe(400);

  const slow = await start('vllm-omni', 1);
  const open = await createForm(slow, { prompt: 'abort me' });
  const removed = await slow.call(`/videos/${open.body.id}`, { method: 'DELETE' });
  expect(await removed.json()).toEqual({ id: open.body.id, object: 'video.deleted', deleted: true });
  expect((await slow.call(`/videos/${open.body.id}`)).status).toBe(404);
});

test('sglang: json for text, a form needs an image, pages from 1, a delete that answers the video', async () => {
  const sandbox = await start('sglang');
  expect((await createForm(sandbox, { prompt: 'no image' })).status).toBe(400);
  const { body, status } = await sandbox.create({ prompt: 'text', size: '832x480', seconds: '5' });
  expect([status, body.status]).toEqual([200, 'queued']);
  expect((await sandbox.call('/videos?limit=0')).status).toBe(400);
  await sandbox.waitFor(body.id, 'completed');
  const removed = await sandbox.call(`/videos/${body.id}`, { method: 'DELETE' });
  expect(await removed.json()).toMatchObject({ id: body.id, object: 'video', status: 'deleted' });
});

test('litellm: long ids, processing, a list by provider, no delete', async () => {
  const sandbox = await start('litellm', 1);
  const { body } = await sandbox.create({ prompt: 'a gateway' });
  expect(body.id.length).toBeGreaterThan(500);
  expect((await sandbox.call(`/videos/${body.id}`)).status).toBe(200);
  expect((await sandbox.call('/videos')).status).toBe(400);
  expect(await (await sandbox.call('/videos?custom_llm_provider=openai')).json()).toMatchObject({ data: [{ id: body.id }] });
  expect((await sandbox.call(`/videos/${body.id}`, { method: 'DELETE' })).status).toBe(405);
  expect(await sandbox.waitFor(body.id, 'processing')).toMatchObject({ usage: { duration_seconds: 4 } });
});
