import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Clock } from '../../apps/api/src/lib/clock.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { downloadOutput } from '../../apps/api/src/providers/safe-download.ts';
import { createVideosWire } from '../../apps/api/src/providers/videos-wire/videos-wire.ts';

const KEY = 'sk-canary-51be77';
const OUTPUT = randomBytes(3_000_000);
const ETAG = '"v1"';
const video = { id: 'v1', object: 'video', status: 'completed' };

type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

const folder = mkdtempSync(path.join(tmpdir(), 'dailies-download-'));
const file = path.join(folder, 'output.mp4');
const waits: number[] = [];
/** The real clock whose waits between connections take no time. */
const clock: Clock = {
  ...systemClock,
  sleep: async (ms) => {
    waits.push(ms);
  },
};
let server: http.Server;
let other: http.Server;
let handler: Handler;
let seen: IncomingMessage[] = [];
let seenElsewhere: IncomingMessage[] = [];

const urlOf = (of: http.Server): string => `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
const listen = (of: http.Server) => new Promise<void>((resolve) => of.listen(0, '127.0.0.1', resolve));

beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (!request.url!.endsWith('/content')) return void response.setHeader('content-type', 'application/json').end(JSON.stringify(video));
    seen.push(request);
    handler(request, response, seen.length);
  });
  other = http.createServer((request, response) => {
    seenElsewhere.push(request);
    serve(request, response);
  });
  await Promise.all([listen(server), listen(other)]);
});
afterEach(() => {
  seen = [];
  seenElsewhere = [];
  waits.length = 0;
});
afterAll(() => {
  for (const one of [server, other]) one.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** Answers like a server that resumes: ranges, `If-Range`, and at most `upTo` bytes before the connection breaks. */
function serve(request: IncomingMessage, response: ServerResponse, options: { upTo?: number; etag?: string; bytes?: Buffer } = {}): void {
  const { etag = ETAG, bytes = OUTPUT, upTo = Infinity } = options;
  const guarded = request.headers['if-range'];
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const start = range && (guarded === undefined || guarded === etag) ? Number(range[1]) : 0;
  const part = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': 'video/mp4',
    'content-length': part.length,
    etag,
    ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  if (part.length <= upTo) return void response.end(part);
  response.write(part.subarray(0, upTo), () => setTimeout(() => response.socket?.resetAndDestroy(), 30));
}

function download(timing = productionTiming) {
  const provider = createVideosWire({ baseUrl: `${urlOf(server)}/v1`, apiKey: KEY, dialect: 'openai', timing, clock: systemClock });
  return downloadOutput({ provider, operationId: 'v1', path: file, bytesMax: 10_000_000, clock });
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function expectWhole(): Promise<void> {
  const outcome = await download();
  expect(outcome).toMatchObject({ kind: 'downloaded', bytes: OUTPUT.length });
  if (outcome.kind === 'downloaded') expect(outcome.sha256.toString('hex')).toBe(sha256(OUTPUT));
  expect(sha256(readFileSync(file))).toBe(sha256(OUTPUT));
}

it('streams the whole output and knows its checksums', async () => {
  handler = (request, response) => serve(request, response);
  await expectWhole();
  expect(seen[0]!.headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'accept-encoding': 'identity' });
});

it('knows crc32c as Google Cloud Storage writes it', async () => {
  handler = (_request, response) => void response.setHeader('content-type', 'video/mp4').end('123456789');
  expect(await download()).toMatchObject({ kind: 'downloaded', bytes: 9, crc32c: '4waSgw==' });
});

it('goes on by range where a connection broke', async () => {
  handler = (request, response, nth) => serve(request, response, nth < 3 ? { upTo: 1_000_000 } : {});
  await expectWhole();
  expect(seen).toHaveLength(3);
  expect(seen.map(({ headers }) => headers['if-range'])).toEqual([undefined, ETAG, ETAG]);
  const starts = seen.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '0')![0]));
  expect(starts[0]).toBe(0);
  expect(starts[1]).toBeGreaterThan(0);
  expect(starts[2]).toBeGreaterThan(starts[1]!);
});

it('begins again where another output of the same size goes on from here', async () => {
  const before = randomBytes(OUTPUT.length);
  handler = (request, response, nth) => {
    if (nth === 1) return serve(request, response, { upTo: 500_000, etag: '"v0"', bytes: before });
    // A server that knows nothing of If-Range.
    delete request.headers['if-range'];
    serve(request, response);
  };
  await expectWhole();
  expect(seen).toHaveLength(3);
});

it('begins again where the output changed meanwhile', async () => {
  const before = randomBytes(2_000_000);
  handler = (request, response, nth) => serve(request, response, nth === 1 ? { upTo: 500_000, etag: '"v0"', bytes: before } : {});
  await expectWhole();
  expect(seen).toHaveLength(2);
});

it('begins again where the server does not resume', async () => {
  handler = (request, response, nth) => {
    delete request.headers.range;
    serve(request, response, nth === 1 ? { upTo: 500_000 } : {});
  };
  await expectWhole();
});

it('begins again where the server refuses the range', async () => {
  handler = (request, response, nth) => {
    if (request.headers.range) response.writeHead(416).end();
    else serve(request, response, nth === 1 ? { upTo: 500_000 } : {});
  };
  await expectWhole();
  expect(seen).toHaveLength(3);
});

it('begins again where the size changed under a range', async () => {
  handler = (request, response, nth) => {
    if (nth === 1) return serve(request, response, { upTo: 500_000, bytes: Buffer.concat([OUTPUT, OUTPUT]) });
    serve(request, response);
  };
  await expectWhole();
});

it('gives up on a connection that always breaks, and leaves no file', async () => {
  handler = (request, response) => serve(request, response, { upTo: 100_000 });
  const outcome = await download();
  expect(outcome).toMatchObject({ kind: 'unanswered' });
  expect(seen).toHaveLength(6);
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000]);
  expect(existsSync(file)).toBe(false);
});

it('never takes a part for the whole when a chunked answer breaks off', async () => {
  handler = (_request, response, nth) => {
    response.writeHead(200, { 'content-type': 'video/mp4' });
    if (nth === 1) response.write(OUTPUT.subarray(0, 300_000), () => setTimeout(() => response.socket?.destroy(), 30));
    else response.end(OUTPUT);
  };
  await expectWhole();
});

it('breaks a connection that stalls in mid-body', async () => {
  handler = (request, response, nth) => {
    if (nth > 1) return serve(request, response);
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': OUTPUT.length, etag: ETAG }).write(OUTPUT.subarray(0, 1_000));
  };
  const outcome = await download({ ...productionTiming, sendTimeoutMs: 300 });
  expect(outcome).toMatchObject({ kind: 'downloaded', bytes: OUTPUT.length });
});

it.each([
  ['announced', { 'content-length': '99999999' }],
  ['arriving', {}],
])('refuses more than it may take (%s)', async (_name, headers: Record<string, string>) => {
  handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', ...headers });
    const more = () => !response.destroyed && response.write(OUTPUT, more);
    more();
  };
  expect(await download()).toEqual({ kind: 'too_large' });
  expect(existsSync(file)).toBe(false);
});

it.each([
  ['an HTML page', 200, 'text/html', 'unanswered'],
  ['a JSON error with 200', 200, 'application/json; charset=utf-8', 'unanswered'],
  ['503', 503, 'text/plain', 'unanswered'],
  ['410', 410, 'application/json', 'gone'],
])('%s is no output', async (_name, status, type, kind) => {
  handler = (_request, response) => void response.writeHead(status, { 'content-type': type }).end('{}');
  expect(await download()).toMatchObject({ kind });
});

it('waits as long as it is asked to, and leaves a long rest to its caller', async () => {
  handler = (request, response, nth) => (nth === 1 ? void response.writeHead(429, { 'retry-after': '2' }).end() : serve(request, response));
  await expectWhole();
  expect(waits).toEqual([2_000]);
  handler = (_request, response) => void response.writeHead(503, { 'retry-after': '60' }).end();
  expect(await download()).toMatchObject({ kind: 'unanswered', retryAfterMs: 60_000 });
});

it.each([
  [{ status: 'in_progress' }, 'not_ready'],
  [{ status: 'expired' }, 'gone'],
  [{ status: 'completed', expires_at: 1_000_000_000 }, 'gone'],
  [{ status: 'completed', expires_at: null }, 'unanswered'],
])('404 for the content of %j', async (fields, kind) => {
  handler = (_request, response) => void response.writeHead(404).end();
  Object.assign(video, fields);
  expect(await download()).toMatchObject({ kind });
});

it('follows redirects, and shows the key to nobody else', async () => {
  handler = (request, response, nth) => {
    const location = nth === 1 ? `${request.url}?hop=2/content` : `${urlOf(other)}/elsewhere`;
    response.writeHead(302, { location }).end();
  };
  await expectWhole();
  expect(seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
  expect(seenElsewhere[0]!.headers).not.toHaveProperty('authorization');
});

it.each([
  ['in a circle', '/v1/videos/v1/content'],
  ['to another protocol', 'file:///etc/passwd'],
  ['to nonsense', 'http://'],
])('does not follow redirects %s', async (_name, location) => {
  handler = (_request, response) => void response.writeHead(302, { location }).end();
  expect(await download()).toMatchObject({ kind: 'unanswered' });
});

it('throws where the disk refuses', async () => {
  handler = (request, response) => serve(request, response);
  const provider = createVideosWire({ baseUrl: `${urlOf(server)}/v1`, apiKey: KEY, dialect: 'openai', timing: productionTiming, clock });
  const nowhere = path.join(folder, 'missing', 'output.mp4');
  await expect(downloadOutput({ provider, operationId: 'v1', path: nowhere, bytesMax: 1, clock })).rejects.toThrow(/ENOENT/);
});
