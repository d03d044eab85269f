import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { UPLOAD_BYTES_MAX } from '@dailies/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const upload = (body: string | ReadableStream, name = 'prompts.csv'): Promise<Response> =>
  fetch(`${api.url}/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
    duplex: 'half',
  } as RequestInit);

const kept = (): Promise<string[]> => readdir(api.deps.paths.uploads);

test('keeps the bytes and answers an id that the workspace can import', async () => {
  const response = await upload('prompt\n湖面上的晨雾。\n', '../über "prompts".csv');
  const { uploadId } = (await response.json()) as { uploadId: string };
  const row = await api.deps.db.selectFrom('uploads').selectAll().where('id', '=', uploadId).executeTakeFirstOrThrow();

  expect(response.status).toBe(201);
  expect(row).toMatchObject({ workspace_id: api.actor.workspaceId, file_name: '../über "prompts".csv', bytes: 29 });
  expect(row.path.startsWith(api.deps.paths.uploads)).toBe(true);
  expect(await readFile(row.path, 'utf8')).toBe('prompt\n湖面上的晨雾。\n');
});

test('refuses a file that says it is too large before reading it', async () => {
  const before = await kept();
  const answer = await new Promise<string>((resolve, reject) => {
    const { hostname, port, host } = new URL(api.url);
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST /uploads HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${UPLOAD_BYTES_MAX + 1}\r\n\r\nprompt\n`);
    });
    socket.once('data', (chunk) => {
      resolve(chunk.toString('utf8'));
      socket.destroy();
    });
    socket.once('error', reject);
  });

  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('UPLOAD_TOO_LARGE');
  expect(await kept()).toEqual(before);
});

test('keeps nothing of an upload that breaks off', async () => {
  const before = await kept();
  const { hostname, port, host } = new URL(api.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST /uploads HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 1000\r\n\r\nprompt\n`, () =>
        setTimeout(() => socket.destroy(), 50),
      );
    });
    socket.once('close', () => resolve());
  });
  await expect.poll(kept).toEqual(before);
  await sleep(50);
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
});

test('answers only POST', async () => {
  expect((await fetch(`${api.url}/uploads`)).status).toBe(405);
});
