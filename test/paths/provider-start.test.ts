import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { productionTiming, type Timing } from '../../apps/api/src/lib/timing.ts';
import type { Provider, StartOutcome, StartRequest } from '../../apps/api/src/providers/provider.ts';
import { createVideosWire } from '../../apps/api/src/providers/videos-wire/videos-wire.ts';
import { fastestMs } from '../support/fastest.ts';
import { answer, type RawServer, type Script, startRawServer } from '../support/raw-server.ts';

const KEY = 'sk-canary-7f3a9c21d4';
const timing: Timing = { ...productionTiming, sendBudgetMs: 400, sendTimeoutMs: 400 };
const request: StartRequest = { renderId: 'rnd_1', model: 'sora-2', prompt: 'A quiet harbour', seconds: 4, size: '720x1280', audio: false };
const video = {
  id: 'video_1',
  object: 'video',
  status: 'queued',
  model: 'sora-2',
  seconds: '4',
  size: '720x1280',
  created_at: 1_790_000_000,
};

const servers: RawServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(script: Script, onConnect?: (socket: net.Socket) => void): Promise<{ server: RawServer; provider: Provider }> {
  const server = await startRawServer(script, onConnect);
  servers.push(server);
  return { server, provider: providerAt(server.url) };
}

function providerAt(baseUrl: string, pace = timing): Provider {
  return createVideosWire({ baseUrl, apiKey: KEY, dialect: 'openai', timing: pace, clock: systemClock });
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const reply =
  (status: number, body: unknown, headers: Record<string, string> = {}): Script =>
  (_request, socket) =>
    socket.write(answer(status, typeof body === 'string' ? body : JSON.stringify(body), headers));

const moderation = { error: { message: 'Blocked', type: 'invalid_request_error', param: 'prompt', code: 'sentinel_block' } };

/** The outcome table, one row a broken wire: what the server does, what the one send concludes. Each reaches the server exactly once. */
const ANSWERS: [string, Script, Partial<StartOutcome> & { kind: StartOutcome['kind'] }][] = [
  ['200 with a Video', reply(200, video), { kind: 'accepted' }],
  ['201 with a Video', reply(201, video), { kind: 'accepted' }],
  ['200 with a 700-character id', reply(200, { ...video, id: `video_${'a'.repeat(700)}` }), { kind: 'accepted' }],
  ['200 with HTML', reply(200, '<html>Welcome</html>', { 'content-type': 'text/html' }), { kind: 'ambiguous' }],
  ['200 with garbage', reply(200, '{"id":"video_1","obj'), { kind: 'ambiguous' }],
  ['200 with an id that is a number', reply(200, { ...video, id: 42 }), { kind: 'ambiguous' }],
  ['200 with another object', reply(200, { id: 'evt_1', object: 'event' }), { kind: 'ambiguous' }],
  ['200 without a body', reply(200, ''), { kind: 'ambiguous' }],
  ['200 with two megabytes', reply(200, JSON.stringify({ ...video, extra: 'x'.repeat(2_000_000) })), { kind: 'ambiguous' }],
  ['204', (_r, socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'), { kind: 'ambiguous' }],
  ['301', reply(301, '', { location: '/v2/videos' }), { kind: 'misconfigured' }],
  ['307', reply(307, '', { location: 'http://127.0.0.1:1/videos' }), { kind: 'misconfigured' }],
  ['308', reply(308, '', { location: '/v1/videos' }), { kind: 'misconfigured' }],
  ['400', reply(400, { error: { code: 'invalid_value', message: 'Bad size', param: 'size' } }), refused('request_invalid')],
  ['400 sentinel_block', reply(400, moderation), refused('prompt_refused')],
  ['403 content policy', reply(403, { error: { code: 'content_policy_violation' } }), refused('prompt_refused')],
  ['401', reply(401, { error: { code: 'invalid_api_key', message: `Wrong key ${KEY}` } }), { kind: 'misconfigured' }],
  ['402', reply(402, ''), { kind: 'misconfigured' }],
  ['403', reply(403, '<html>Forbidden</html>'), { kind: 'misconfigured' }],
  ['404 model', reply(404, { error: { code: 'model_not_found', message: 'gone' } }), refused('model_gone')],
  ['404 model, numeric code', reply(404, { error: { code: 404, param: 'model', message: 'gone' } }), refused('model_gone')],
  ['404', reply(404, { detail: 'Not Found' }), refused('request_invalid')],
  ['407', reply(407, ''), refused('request_invalid')],
  ['408', reply(408, ''), { kind: 'ambiguous' }],
  ['409', reply(409, ''), { kind: 'ambiguous' }],
  ['413', reply(413, ''), refused('request_invalid')],
  ['415', reply(415, ''), refused('request_invalid')],
  ['421, which fetch repeats by itself', reply(421, ''), refused('request_invalid')],
  ['422', reply(422, { detail: [{ msg: 'field required' }] }), refused('request_invalid')],
  ['425', reply(425, ''), refused('request_invalid')],
  ['429', reply(429, ''), { kind: 'throttled', retryAfterMs: 5_000 }],
  ['429 retry-after seconds', reply(429, '', { 'retry-after': '7' }), { kind: 'throttled', retryAfterMs: 7_000 }],
  ['429 retry-after-ms', reply(429, '', { 'retry-after': '7', 'retry-after-ms': '1250' }), { kind: 'throttled', retryAfterMs: 1_250 }],
  ['429 retry-after nonsense', reply(429, '', { 'retry-after': 'soon' }), { kind: 'throttled', retryAfterMs: 5_000 }],
  ['429 whose body breaks off', cut(answer(429, '{"error":{}}', { 'retry-after': '3' }), -6), { kind: 'throttled', retryAfterMs: 3_000 }],
  ['400 whose body never ends', stall(answer(400, '{}', { 'content-length': '99' })), refused('request_invalid')],
  ['500', reply(500, { error: { message: 'oops' } }), { kind: 'ambiguous' }],
  ['502 with HTML', reply(502, '<html>Bad gateway</html>'), { kind: 'ambiguous' }],
  ['503 with retry-after', reply(503, '', { 'retry-after': '1' }), { kind: 'ambiguous' }],
  ['599', reply(599, ''), { kind: 'ambiguous' }],
  ['103, then a reset', cut('HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n', undefined), { kind: 'ambiguous' }],
  ['no HTTP at all', (_r, socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), { kind: 'ambiguous' }],
  ['a reset before any answer', (_r, socket) => socket.resetAndDestroy(), { kind: 'ambiguous' }],
  ['a close before any answer', (_r, socket) => socket.end(), { kind: 'ambiguous' }],
  ['half a status line', cut('HTTP/1.1 20', undefined), { kind: 'ambiguous' }],
  ['headers, then a reset', cut(answer(200, JSON.stringify(video)), -JSON.stringify(video).length), { kind: 'ambiguous' }],
  ['half a body', cut(answer(200, JSON.stringify(video)), -20), { kind: 'ambiguous' }],
  ['half a body, then silence', stall(answer(200, JSON.stringify(video)).slice(0, -20)), { kind: 'ambiguous' }],
  ['silence', () => {}, { kind: 'ambiguous' }],
];

function refused(code: string): Partial<StartOutcome> & { kind: 'refused' } {
  return { kind: 'refused', failure: expect.objectContaining({ code }) };
}

/** Writes part of an answer and breaks the connection. */
function cut(text: string, end: number | undefined): Script {
  return (_request, socket) => socket.write(text.slice(0, end), () => setTimeout(() => socket.resetAndDestroy(), 20));
}

/** Writes part of an answer and keeps the connection open. */
function stall(text: string): Script {
  return (_request, socket) => socket.write(text);
}

describe('one send, one request, one conclusion', () => {
  it.each(ANSWERS)('%s', async (_name, script, expected) => {
    const { server, provider } = await serve(script);
    const outcome = await provider.start(request);
    expect(outcome).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain(KEY);
  });

  it('sends the body whole, with its length, the key and our render id', async () => {
    const { server, provider } = await serve(reply(200, video));
    await provider.start({ ...request, prompt: 'Ein Café\nam „Meer“ 海 \u2028' });
    const [sent] = server.requests;
    expect(sent).toMatchObject({ method: 'POST', path: '/v1/videos' });
    expect(sent!.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'x-client-request-id': 'rnd_1',
      'content-type': 'application/json',
    });
    expect(sent!.headers).not.toHaveProperty('transfer-encoding');
    expect(JSON.parse(sent!.body)).toEqual({ model: 'sora-2', prompt: 'Ein Café\nam „Meer“ 海 \u2028', seconds: '4', size: '720x1280' });
  });
});

it.each([true, false])('audio %s is asked for where the wire has a switch', async (audio) => {
  const { server } = await serve(reply(200, video));
  const provider = createVideosWire({
    baseUrl: `${server.url}/?tenant=a%20b`,
    apiKey: '',
    dialect: 'vllm-omni',
    timing,
    clock: systemClock,
  });
  await provider.start({ ...request, prompt: 'first\nsecond', audio });
  const [sent] = server.requests;
  const form = await new Response(sent!.body, { headers: { 'content-type': sent!.headers['content-type']! } }).formData();
  expect(Object.fromEntries(form)).toEqual({
    model: 'sora-2',
    prompt: 'first\nsecond',
    seconds: '4',
    size: '720x1280',
    generate_sound: String(audio),
  });
  expect(sent).toMatchObject({ path: '/v1/videos?tenant=a%20b' });
  expect(sent!.headers).not.toHaveProperty('authorization');
});

describe('nothing left this process', () => {
  it('connection refused', async () => {
    const outcome = await providerAt(`http://127.0.0.1:${await freePort()}/v1`).start(request);
    expect(outcome).toEqual({ kind: 'not_sent', note: 'the connection failed (ECONNREFUSED)' });
  });

  it('a name that does not resolve', async () => {
    const outcome = await providerAt('http://videos.invalid/v1').start(request);
    expect(outcome.kind).toBe('not_sent');
  });

  it('TLS spoken to a server that does not', async () => {
    const { server } = await serve(() => {});
    const outcome = await providerAt(server.url.replace('http:', 'https:')).start(request);
    expect(outcome.kind).toBe('not_sent');
    expect(server.requests).toHaveLength(0);
  });

  it('a TLS handshake that never ends is given up within the send budget', async () => {
    const { server } = await serve(() => {});
    const provider = providerAt(server.url.replace('http:', 'https:'));
    const tookMs = await fastestMs(async () => {
      expect((await provider.start({ ...request, sendWithinMs: 150 })).kind).toBe('not_sent');
    });
    expect(tookMs).toBeLessThan(380);
  });

  it('a caller that stopped before the send', async () => {
    const { server, provider } = await serve(reply(200, video));
    expect((await provider.start(request, AbortSignal.abort())).kind).toBe('not_sent');
    expect(server.bytes()).toBe(0);
  });
});

describe('something may have left', () => {
  it('a caller that stops while waiting for the answer', async () => {
    const { server, provider } = await serve(() => stop.abort());
    const stop = new AbortController();
    expect((await provider.start(request, stop.signal)).kind).toBe('ambiguous');
    expect(server.requests).toHaveLength(1);
  });

  it('a server that dies under a long body', async () => {
    const { server, provider } = await serve(
      () => {},
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
    );
    const outcome = await provider.start({ ...request, prompt: 'x'.repeat(8_000_000) });
    expect(outcome.kind).toBe('ambiguous');
    expect(server.requests).toHaveLength(0);
    expect(server.bytes()).toBeGreaterThan(0);
  });

  it('a kept connection that the server closes as we write', async () => {
    const { server, provider } = await serve((_request, socket, nth) => {
      if (nth === 1) socket.write(answer(200, JSON.stringify(video)));
      else socket.destroy();
    });
    expect((await provider.start(request)).kind).toBe('accepted');
    await systemClock.sleep(50);
    expect((await provider.start(request)).kind).toBe('ambiguous');
    expect(server.requests).toHaveLength(2);
    expect(server.connections()).toBe(1);
  });
});

it('many sends at once are told apart', async () => {
  const { server } = await serve((sent, socket) => {
    const n = Number(/rnd_(\d+)/.exec(sent.headers['x-client-request-id']!)![1]);
    if (n % 4 === 0) socket.resetAndDestroy();
    else if (n % 4 === 1) socket.write(answer(429, ''));
    else socket.write(answer(200, JSON.stringify({ ...video, id: `video_${n}` })));
  });
  const provider = providerAt(server.url, productionTiming);
  const dead = providerAt(`http://127.0.0.1:${await freePort()}/v1`);
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, n) => (n % 5 === 0 ? dead : provider).start({ ...request, renderId: `rnd_${n}` })),
  );
  outcomes.forEach((outcome, n) => {
    const expected = n % 5 === 0 ? 'not_sent' : n % 4 === 0 ? 'ambiguous' : n % 4 === 1 ? 'throttled' : 'accepted';
    expect(`${n} ${outcome.kind}`).toBe(`${n} ${expected}`);
    if (outcome.kind === 'accepted') expect(outcome.operation.id).toBe(`video_${n}`);
  });
  expect(server.requests).toHaveLength(160);
});
