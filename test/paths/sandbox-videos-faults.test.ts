import OpenAI from 'openai-7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

afterAll(() => sandbox.stop());

type Counts = { creates: number; started: number; billed: number; billedMicros: number };

const countsOf = async (prompt: string): Promise<Counts> => sandbox.control(`/ledger?entries=none&prompt=${encodeURIComponent(prompt)}`);

const isCut = (prompt: string) =>
  sandbox.create({ prompt }).then(
    () => false,
    () => true,
  );

test.each([
  ['[[sentinel]]', 400, 'sentinel_block'],
  ['[[model-gone]]', 404, 'model_not_found'],
  ['[[500]]', 500, null],
  ['[[429]]', 429, 'rate_limit_exceeded'],
])('%s refuses the first create, starts and bills nothing, and lets the second through', async (token, status, code) => {
  const prompt = `A fox ${token}`;
  const first = await sandbox.create({ prompt });
  expect([first.status, first.body.error?.code]).toEqual([status, code]);
  if (status === 429) expect(first.headers.get('retry-after')).toBe('1');
  expect(await countsOf(prompt)).toMatchObject({ creates: 1, started: 0, billed: 0 });
  expect((await sandbox.create({ prompt })).status).toBe(200);
  expect(await countsOf(prompt)).toMatchObject({ creates: 2, started: 1, billed: 1, billedMicros: 400_000 });
});

test('[[429:3]] counts to three, *always never ends, prose in brackets is prose', async () => {
  const statuses = async (prompt: string) => {
    const seen: number[] = [];
    for (let index = 0; index < 5; index += 1) seen.push((await sandbox.create({ prompt })).status);
    return seen;
  };
  expect(await statuses('busy [[429:3]]')).toEqual([429, 429, 429, 200, 200]);
  expect(await statuses('down [[500*always]]')).toEqual([500, 500, 500, 500, 500]);
  expect(await statuses('twice [[sentinel*2]]')).toEqual([400, 400, 200, 200, 200]);
  expect(await statuses('a [[bracket]] of prose')).toEqual([200, 200, 200, 200, 200]);
});

test.each(['[[lose-response]]', '[[reset:after]]'])('%s starts and bills the job, and says nothing', async (token) => {
  const prompt = `Lost ${token}`;
  expect(await isCut(prompt)).toBe(true);
  expect(await countsOf(prompt)).toMatchObject({ creates: 1, started: 1, billed: 1 });
  const page = (await (await sandbox.call('/videos?limit=1')).json()) as { data: { prompt: string }[] };
  expect(page.data[0]?.prompt).toBe(prompt);
  expect(await isCut(prompt)).toBe(false);
});

test('[[500:after]] starts and bills the job, and says it failed', async () => {
  expect((await sandbox.create({ prompt: 'x [[500:after]]' })).status).toBe(500);
  expect(await countsOf('x [[500:after]]')).toMatchObject({ creates: 1, started: 1, billed: 1 });
});

test('[[reset]] tears the connection down before anything starts; [[hang]] says nothing at all', async () => {
  expect(await isCut('x [[reset]]')).toBe(true);
  expect(await countsOf('x [[reset]]')).toMatchObject({ creates: 1, started: 0 });
  for (const [token, started] of [
    ['[[hang]]', 0],
    ['[[hang:after]]', 1],
  ] as const) {
    const body = JSON.stringify({ prompt: `x ${token}` });
    const call = sandbox.call('/videos', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(300),
    });
    await expect(call).rejects.toThrow(/timeout/);
    expect(await countsOf(`x ${token}`)).toMatchObject({ creates: 1, started });
  }
});

test('[[garbage]] answers no Video to a create that was started', async () => {
  const answers = await Promise.all(
    ['[[garbage]]', '[[garbage:html]]', '[[garbage:id]]'].map(async (token) => {
      const body = JSON.stringify({ prompt: `x ${token}` });
      const response = await sandbox.call('/videos', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return [
        response.status,
        response.headers.get('content-type'),
        (await response.text()).slice(0, 8),
        (await countsOf(`x ${token}`)).billed,
      ];
    }),
  );
  expect(answers).toEqual([
    [200, 'application/json', '{"id":"v', 1],
    [200, 'text/html', '<html><b', 1],
    [200, 'application/json', '{"id":42', 1],
  ]);
});

test('[[delay:300ms]] holds the answer back', async () => {
  const before = performance.now();
  expect((await sandbox.create({ prompt: 'x [[delay:300ms]]' })).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThan(290);
});

test('[[fail:…]] ends a job in its cause, unbilled', async () => {
  for (const [token, code] of [
    ['[[fail:moderation]]', 'moderation_blocked'],
    ['[[fail:server]]', 'video_generation_failed'],
  ] as const) {
    const { body } = await sandbox.create({ prompt: `x ${token}` });
    const ended = await sandbox.waitFor(body.id, 'failed', 'completed');
    expect(ended).toMatchObject({ status: 'failed', completed_at: null, error: { code } });
    expect(await countsOf(`x ${token}`)).toMatchObject({ started: 1, billed: 0, billedMicros: 0 });
  }
});

test('[[stall]] stops at its percentage and gives its place away; [[unknown-status]] says a word nobody knows', async () => {
  const narrow = await startTestSandbox({ capacity: 1 });
  try {
    const stalled = await narrow.create({ prompt: 'x [[stall:70%]]' });
    const unknown = await narrow.create({ prompt: 'x [[unknown-status]]' });
    const next = await narrow.create({ prompt: 'x' });
    await narrow.waitFor(next.body.id, 'completed');
    expect(await (await narrow.call(`/videos/${stalled.body.id}`)).json()).toMatchObject({ status: 'in_progress', progress: 70 });
    expect(await (await narrow.call(`/videos/${unknown.body.id}`)).json()).toMatchObject({ status: 'on_hold' });
  } finally {
    await narrow.stop();
  }
});

test('[[expire]] takes the content away, [[expire:job]] the job', async () => {
  const content = await sandbox.create({ prompt: 'x [[expire]]' });
  await sandbox.waitFor(content.body.id, 'completed');
  const answer = await sandbox.call(`/videos/${content.body.id}/content`);
  expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([404, 'content_expired']);
  const job = await sandbox.create({ prompt: 'x [[expire:job]]' });
  expect(await sandbox.waitFor(job.body.id, 'expired', 'completed')).toMatchObject({ status: 'expired' });
});

test('[[slow:4x]] takes four times as long; [[rewrite]] echoes another prompt', async () => {
  const measured = await startTestSandbox({ speed: 600 });
  try {
    const since = Date.now();
    const { body } = await measured.create({ prompt: 'x [[slow:8x]]' });
    await measured.waitFor(body.id, 'completed');
    expect(Date.now() - since).toBeGreaterThan(800);
    expect((await measured.create({ prompt: 'x [[rewrite]]' })).body).toMatchObject({ prompt: 'x [[rewrite]] (enhanced)' });
  } finally {
    await measured.stop();
  }
});

test('[[truncate:60%]] cuts a download off, and the rest can be had by range', async () => {
  const { body } = await sandbox.create({ prompt: 'x [[truncate:60%]]' });
  await sandbox.waitFor(body.id, 'completed');
  const cut = await sandbox.call(`/videos/${body.id}/content`);
  const length = Number(cut.headers.get('content-length'));
  const got: Uint8Array[] = [];
  await expect(
    (async () => {
      for await (const chunk of cut.body ?? []) got.push(chunk);
    })(),
  ).rejects.toThrow();
  const bytes = Buffer.concat(got);
  expect(bytes.length).toBeLessThan(length);
  const rest = await sandbox.call(`/videos/${body.id}/content`, { headers: { range: `bytes=${bytes.length}-` } });
  const whole = Buffer.concat([bytes, Buffer.from(await rest.arrayBuffer())]);
  expect(whole.equals(Buffer.from(await (await sandbox.call(`/videos/${body.id}/content`)).arrayBuffer()))).toBe(true);
});

test('[[truncate:50%:quiet]], [[empty]] and [[garbage:content]] lie about the file; [[garbage:retrieve]] about its state', async () => {
  const download = async (token: string) => {
    const { body } = await sandbox.create({ prompt: `x ${token}` });
    await sandbox.waitFor(body.id, 'completed');
    const first = Buffer.from(await (await sandbox.call(`/videos/${body.id}/content`)).arrayBuffer());
    return { first, whole: Buffer.from(await (await sandbox.call(`/videos/${body.id}/content`)).arrayBuffer()) };
  };
  const quiet = await download('[[truncate:50%:quiet]]');
  expect(quiet.first.equals(quiet.whole.subarray(0, Math.floor(quiet.whole.length / 2)))).toBe(true);
  expect((await download('[[empty]]')).first.length).toBe(0);
  const garbage = await download('[[garbage:content]]');
  expect(garbage.first.length).toBe(garbage.whole.length);
  expect(garbage.first.includes('ftyp')).toBe(false);
  const { body } = await sandbox.create({ prompt: 'x [[garbage:retrieve]]' });
  expect((await sandbox.call(`/videos/${body.id}`)).headers.get('content-type')).toBe('text/html');
  expect((await sandbox.call(`/videos/${body.id}`)).headers.get('content-type')).toBe('application/json');
});

test('rates repeat by their seed, whatever the order of the calls', async () => {
  const rates = {
    rateLimited: 0.2,
    serverErrorBefore: 0.1,
    serverErrorAfter: 0.1,
    loseResponse: 0.1,
    resetBefore: 0.1,
    modelGone: 0.1,
    garbage: 0.05,
  };
  const prompts = Array.from({ length: 60 }, (_, index) => `rated ${index}`);
  const outcome = (prompt: string) =>
    sandbox.create({ prompt }).then(
      ({ status }) => String(status),
      () => 'cut',
    );
  const run = async (seed: number, order: string[]) => {
    await sandbox.control('/faults', { method: 'PUT', body: { rates, seed } });
    const seen = new Map<string, string>();
    await Promise.all(order.map(async (prompt) => seen.set(prompt, await outcome(prompt))));
    return prompts.map((prompt) => seen.get(prompt));
  };
  const first = await run(7, prompts);
  expect(await run(7, prompts.toReversed())).toEqual(first);
  expect(await run(8, prompts)).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set(['200', '429', '500', '404', 'cut']));
  await sandbox.control('/faults', { method: 'PUT', body: { rates: { listWithoutHasMore: 1 }, seed: 1 } });
  expect(await (await sandbox.call('/videos?limit=1')).json()).not.toHaveProperty('has_more');
  const wrong = await fetch(`${sandbox.ready.controlUrl}/faults`, {
    method: 'PUT',
    body: '{"rates":{"typo":1}}',
    headers: { 'content-type': 'application/json' },
  });
  expect(wrong.status).toBe(400);
  await sandbox.control('/faults', { method: 'PUT', body: { goneModels: ['sora-2-pro'], clockSkewSeconds: 600 } });
  expect((await sandbox.create({ prompt: 'x', model: 'sora-2-pro' })).status).toBe(404);
  const skewed = (await sandbox.create({ prompt: 'x' })).body as unknown as { created_at: number };
  expect(skewed.created_at - Date.now() / 1000).toBeGreaterThan(590);
  expect(await sandbox.control('/faults', { method: 'DELETE' })).toMatchObject({ rates: {}, goneModels: [], clockSkewSeconds: 0 });
});

test('the trap: the official client with its own retries pays three times for one video; without them, once', async () => {
  const connect = (maxRetries?: number) =>
    new OpenAI({ apiKey: sandbox.ready.videosKey, baseURL: sandbox.ready.videosUrl, ...(maxRetries === undefined ? {} : { maxRetries }) });
  await connect().videos.create({ prompt: 'trap [[500:after*2]]' });
  expect(await countsOf('trap [[500:after*2]]')).toMatchObject({ creates: 3, started: 3, billed: 3 });
  await expect(connect(0).videos.create({ prompt: 'no trap [[500:after*2]]' })).rejects.toMatchObject({ status: 500 });
  expect(await countsOf('no trap [[500:after*2]]')).toMatchObject({ creates: 1, started: 1, billed: 1 });
});
