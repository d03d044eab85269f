import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import OpenAI6 from 'openai-6';
import OpenAI7, { toFile } from 'openai-7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runFfmpeg } from '@dailies/sandbox/src/media/ffmpeg.ts';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

afterAll(() => sandbox.stop());

const clients = [
  ['6.49', (ready: TestSandbox['ready']) => new OpenAI6({ apiKey: ready.videosKey, baseURL: ready.videosUrl, maxRetries: 0 })],
  [
    '7.57',
    (ready: TestSandbox['ready']) =>
      new OpenAI7({ apiKey: ready.videosKey, baseURL: ready.videosUrl, maxRetries: 0 }) as unknown as OpenAI6,
  ],
] as const;

describe.each(clients)('the official client %s', (version, connect) => {
  test('creates, watches, downloads all three variants, deletes', async () => {
    const client = connect(sandbox.ready);
    const prompt = `A lighthouse in a storm, told by ${version}. Camera: dolly in.`;
    const created = await client.videos.create({ prompt, model: 'sora-2-pro', seconds: '4', size: '1280x720' });
    expect(created).toMatchObject({
      object: 'video',
      status: 'queued',
      progress: 0,
      prompt,
      seconds: '4',
      size: '1280x720',
      model: 'sora-2-pro',
    });
    expect(created).toMatchObject({ completed_at: null, expires_at: null, error: null, remixed_from_video_id: null });
    expect(Math.abs(created.created_at - Date.now() / 1000)).toBeLessThan(5);

    await sandbox.waitFor(created.id, 'completed', 'failed');
    const done = await client.videos.retrieve(created.id);
    expect(done).toMatchObject({ status: 'completed', progress: 100 });
    expect((done.expires_at ?? 0) - (done.completed_at ?? 0)).toBe(3600);

    const video = await client.videos.downloadContent(created.id);
    expect(video.headers.get('content-type')).toBe('video/mp4');
    const bytes = Buffer.from(await video.arrayBuffer());
    expect(Number(video.headers.get('content-length'))).toBe(bytes.length);
    expect(await probe(bytes)).toMatchObject({ width: 1280, height: 720, hasSound: true });
    expect((await probe(bytes)).seconds).toBeCloseTo(4, 2);

    const thumbnail = Buffer.from(await (await client.videos.downloadContent(created.id, { variant: 'thumbnail' })).arrayBuffer());
    expect(thumbnail.toString('latin1', 0, 4) + thumbnail.toString('latin1', 8, 12)).toBe('RIFFWEBP');
    const sheet = Buffer.from(await (await client.videos.downloadContent(created.id, { variant: 'spritesheet' })).arrayBuffer());
    expect(sheet.readUInt16BE(0)).toBe(0xffd8);

    expect(await client.videos.delete(created.id)).toEqual({ id: created.id, object: 'video.deleted', deleted: true });
    await expect(client.videos.delete(created.id)).rejects.toMatchObject({ status: 404 });
    await expect(client.videos.retrieve(created.id)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  test('lists every page in both orders', async () => {
    const client = connect(sandbox.ready);
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.push((await client.videos.create({ prompt: `page ${version} ${index}` })).id);
    const first = await client.videos.list({ limit: 3 });
    expect(first).toMatchObject({ has_more: true, last_id: first.data[2]?.id });
    expect(first.data.map((video) => video.id)).toEqual(ids.toReversed().slice(0, 3));
    const newestFirst: string[] = [];
    for await (const video of client.videos.list({ limit: 3 })) newestFirst.push(video.id);
    expect(newestFirst.slice(0, 7)).toEqual(ids.toReversed());
    const oldestFirst: string[] = [];
    for await (const video of client.videos.list({ limit: 2, order: 'asc' })) oldestFirst.push(video.id);
    expect(oldestFirst).toEqual(newestFirst.toReversed());
    expect((await client.videos.list({ limit: 100 })).has_more).toBe(false);
    expect(await client.videos.list({ limit: 0 })).toMatchObject({ data: [] });
  });

  test('remixes a completed video', async () => {
    const client = connect(sandbox.ready);
    const source = await client.videos.create({ prompt: `source ${version}`, size: '1280x720' });
    await sandbox.waitFor(source.id, 'completed');
    const remix = await client.videos.remix(source.id, { prompt: 'the same at night' });
    expect(remix).toMatchObject({ remixed_from_video_id: source.id, size: '1280x720', prompt: 'the same at night', status: 'queued' });
  });

  test('brings a reference image as a file, as a file id and as a data address', async () => {
    const client = connect(sandbox.ready);
    const path = join(sandbox.dataDir, 'reference.png');
    await runFfmpeg(['-f', 'lavfi', '-i', 'color=c=red:s=720x1280', '-frames:v', '1', path]);
    const bytes = await readFile(path);
    const image = () => toFile(bytes, 'reference.png', { type: 'image/png' });
    const byFile = await client.videos.create({ prompt: `red ${version}`, size: '720x1280', input_reference: await image() });
    const file = await client.files.create({ file: await image(), purpose: 'vision' });
    await client.videos.create({ prompt: 'by id', size: '720x1280', input_reference: { file_id: file.id } });
    const address = `data:image/png;base64,${bytes.toString('base64')}`;
    await client.videos.create({ prompt: 'by address', size: '720x1280', input_reference: { image_url: address } });
    await expect(client.videos.create({ prompt: 'wrong', size: '1280x720', input_reference: await image() })).rejects.toMatchObject({
      status: 400,
      param: 'input_reference',
    });
    await expect(client.videos.create({ prompt: 'wrong', input_reference: { file_id: 'file-nobody' } })).rejects.toMatchObject({
      status: 400,
    });

    await sandbox.waitFor(byFile.id, 'completed');
    const clip = Buffer.from(await (await client.videos.downloadContent(byFile.id)).arrayBuffer());
    const clipPath = join(sandbox.dataDir, 'red.mp4');
    await writeFile(clipPath, clip);
    await runFfmpeg([
      '-i',
      clipPath,
      '-frames:v',
      '1',
      '-vf',
      'crop=8:8:100:100,scale=1:1',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      `${clipPath}.rgb`,
    ]);
    const [red = 0, green = 255] = await readFile(`${clipPath}.rgb`);
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(60);
  });

  test('is refused as the real service refuses', async () => {
    const client = connect(sandbox.ready);
    const refused = (fields: Record<string, unknown>) =>
      client.videos.create(fields as never).then(
        () => null,
        (error: unknown) => error,
      );
    expect(await refused({ prompt: '' })).toMatchObject({ status: 400, param: 'prompt', type: 'invalid_request_error' });
    expect(await refused({})).toMatchObject({ status: 400, param: 'prompt', code: 'missing_required_parameter' });
    expect(await refused({ prompt: 'x'.repeat(32_001) })).toMatchObject({ status: 400, param: 'prompt', code: 'string_above_max_length' });
    expect(await refused({ prompt: 'x', seconds: '5' })).toMatchObject({ status: 400, param: 'seconds', code: 'invalid_value' });
    expect(await refused({ prompt: 'x', size: '640x480' })).toMatchObject({ status: 400, param: 'size' });
    expect(await refused({ prompt: 'x', size: '1080x1920' })).toMatchObject({ status: 400, param: 'size' });
    expect(await refused({ prompt: 'x', model: 'sora-9' })).toMatchObject({ status: 400, param: 'model' });
    await expect(client.videos.list({ limit: 101 })).rejects.toMatchObject({ status: 400, param: 'limit' });
    await expect(client.videos.list({ after: 'video_nobody' })).rejects.toMatchObject({ status: 404 });
    await expect(client.videos.downloadContent('video_nobody')).rejects.toMatchObject({ status: 404 });
    const stranger = new OpenAI6({ apiKey: 'sk-wrong', baseURL: sandbox.ready.videosUrl, maxRetries: 0 });
    await expect(stranger.videos.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
  });
});

test('serves ranges and validators, and no two videos have the same bytes', async () => {
  const made = await Promise.all(['same', 'same'].map((prompt) => sandbox.create({ prompt })));
  const [one = '', two = ''] = made.map(({ body }) => body.id);
  await Promise.all([one, two].map((id) => sandbox.waitFor(id, 'completed')));
  const whole = await sandbox.call(`/videos/${one}/content`);
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect(bytes.equals(Buffer.from(await (await sandbox.call(`/videos/${two}/content`)).arrayBuffer()))).toBe(false);
  const etag = whole.headers.get('etag') ?? '';
  const range = (value: string, more: Record<string, string> = {}) =>
    sandbox.call(`/videos/${one}/content`, { headers: { range: value, ...more } });

  const middle = await range('bytes=1000-4999');
  expect(middle.status).toBe(206);
  expect(middle.headers.get('content-range')).toBe(`bytes 1000-4999/${bytes.length}`);
  expect(Buffer.from(await middle.arrayBuffer()).equals(bytes.subarray(1000, 5000))).toBe(true);
  expect(Buffer.from(await (await range('bytes=-10')).arrayBuffer()).equals(bytes.subarray(-10))).toBe(true);
  const pieces = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      Buffer.from(await (await range(`bytes=${index * 100}-${index * 100 + 99}`)).arrayBuffer()),
    ),
  );
  expect(Buffer.concat(pieces).equals(bytes.subarray(0, 4000))).toBe(true);
  expect((await range('bytes=0-9', { 'if-range': '"another"' })).status).toBe(200);
  expect((await range(`bytes=${bytes.length}-`)).status).toBe(416);
  expect((await sandbox.call(`/videos/${one}/content`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const head = await sandbox.call(`/videos/${one}/content`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
});

test('offers no content before the end, deletes no unfinished video, and remembers every call', async () => {
  const slow = await startTestSandbox({ speed: 1, rpm: 3 });
  try {
    const { body } = await slow.create({ prompt: 'slow' });
    expect((await slow.call(`/videos/${body.id}/content`)).status).toBe(404);
    expect((await slow.call(`/videos/${body.id}`, { method: 'DELETE' })).status).toBe(400);
    expect((await slow.create({ prompt: '' })).status).toBe(400);
    const headers = { 'content-type': 'application/json', 'x-client-request-id': 'rnd_7' };
    const third = await slow.call('/videos', { method: 'POST', headers, body: '{"prompt":"third"}' });
    expect(third.headers.get('x-request-id')).toMatch(/^req_/);
    const fourth = await slow.create({ prompt: 'fourth' });
    expect(fourth.status).toBe(429);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(50);
    const ledger = await slow.control<{
      creates: number;
      started: number;
      billed: number;
      entries: { clientRequestId: string | null; outcome: string }[];
    }>('/ledger');
    expect(ledger).toMatchObject({ creates: 4, started: 2, billed: 2, deletes: 0, billedMicros: 800_000 });
    expect(ledger.entries.map((entry) => entry.outcome)).toEqual([
      'accepted',
      'completed',
      'empty_string',
      'accepted',
      'completed',
      'rate_limit_exceeded',
    ]);
    expect(ledger.entries[3]?.clientRequestId).toBe('rnd_7');
    expect(await slow.control(`/ledger?prompt=third`)).toMatchObject({ creates: 1, started: 1 });
    expect(await slow.control(`/ledger?since=${Date.now() + 1000}`)).toMatchObject({ creates: 0, entries: [] });
  } finally {
    await slow.stop();
  }
});

test('the control room names the file that holds an object', async () => {
  const { bucketUrl } = sandbox.ready;
  const json = { 'content-type': 'application/json' };
  await fetch(`${bucketUrl}/storage/v1/b?project=dailies`, { method: 'POST', headers: json, body: '{"name":"clips"}' });
  await fetch(`${bucketUrl}/upload/storage/v1/b/clips/o?uploadType=media&name=${encodeURIComponent('a/b c.mp4')}`, {
    method: 'POST',
    body: 'bytes',
  });
  const { path } = await sandbox.control<{ path: string }>(`/objects/clips/${encodeURIComponent('a/b c.mp4')}`);
  expect(await readFile(path, 'utf8')).toBe('bytes');
  expect((await sandbox.control<{ path: string }>('/objects/clips/a/b%20c.mp4')).path).toBe(path);
  expect((await fetch(`${sandbox.ready.controlUrl}/objects/clips/nobody`)).status).toBe(404);
  expect(await sandbox.control('/bucket-faults', { method: 'PUT', body: { rates: { status503: 1 }, seed: 1 } })).toMatchObject({ seed: 1 });
  expect((await fetch(`${bucketUrl}/storage/v1/b/clips/o`)).status).toBe(503);
  await sandbox.control('/bucket-faults', { method: 'PUT', body: {} });
});

test('the control room answers no web page', async () => {
  const response = await fetch(`${sandbox.ready.controlUrl}/ledger`, { headers: { origin: 'http://evil.example' } });
  expect(response.status).toBe(403);
});

async function probe(bytes: Buffer): Promise<{ width: number; height: number; seconds: number; hasSound: boolean }> {
  const input = new Input({ source: new BufferSource(new Uint8Array(bytes).buffer), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  const sound = await input.getPrimaryAudioTrack();
  return {
    width: track?.displayWidth ?? 0,
    height: track?.displayHeight ?? 0,
    seconds: await input.computeDuration(),
    hasSound: sound !== null,
  };
}
