import { readdir } from 'node:fs/promises';
import { UPLOAD_BYTES_MAX } from '@dailies/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

it('refuses a file that turns out too large, with flat memory, and keeps nothing of it', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += chunk.length;
      if (sent > UPLOAD_BYTES_MAX + 8 * chunk.length) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const rssBefore = process.memoryUsage.rss();
  const request = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: endless, duplex: 'half' } as RequestInit;
  const response = await fetch(`${api.url}/uploads?name=prompts.csv`, request);

  expect(response.status).toBe(413);
  expect(await readdir(api.deps.paths.uploads)).toEqual([]);
  expect(process.memoryUsage.rss() - rssBefore).toBeLessThan(100 * 1024 * 1024);
});
