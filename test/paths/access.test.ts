import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApi, type TestApi } from '../support/start-api.ts';

let api: TestApi;
let port: string;
beforeAll(async () => {
  api = await startTestApi();
  port = new URL(api.url).port;
});
afterAll(() => api.stop());

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One request with exactly these headers: `fetch` would not let us lie about Host and Origin. */
function send(path: string, headers: Record<string, string>, options: { method?: string; body?: string | Buffer } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', body = JSON.stringify({ query: '{ viewer { role } }' }) } = options;
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

const asJson = { 'content-type': 'application/json' };

function connect(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => {});
  });
}

/** Every way to be somebody else. `:port` stands for ours. */
const STRANGERS: [name: string, headers: Record<string, string>][] = [
  ['a foreign Host, as after DNS rebinding', { host: 'evil.example:PORT' }],
  ['a local Host with another port', { host: '127.0.0.1:1' }],
  ['a local Host without a port', { host: 'localhost' }],
  ['a Host that only begins like ours', { host: '127.0.0.1.evil.example:PORT' }],
  ['a foreign Origin', { host: '127.0.0.1:PORT', origin: 'https://evil.example' }],
  ['the Origin of another port', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:1' }],
  ['the Origin of another local name', { host: '127.0.0.1:PORT', origin: 'http://localhost:PORT' }],
  ['our Origin over TLS, which we do not speak', { host: '127.0.0.1:PORT', origin: 'https://127.0.0.1:PORT' }],
  ['the Origin of a sandboxed frame', { host: '127.0.0.1:PORT', origin: 'null' }],
  ['a Forwarded header', { host: '127.0.0.1:PORT', forwarded: 'for=192.0.2.1' }],
  ['an X-Forwarded-For header', { host: '127.0.0.1:PORT', 'x-forwarded-for': '192.0.2.1' }],
  ['an X-Forwarded-Host header', { host: '127.0.0.1:PORT', 'x-forwarded-host': 'evil.example' }],
  ['an X-Real-IP header', { host: '127.0.0.1:PORT', 'x-real-ip': '192.0.2.1' }],
  ['a request another site made', { host: '127.0.0.1:PORT', 'sec-fetch-site': 'cross-site' }],
  ['a request the page of another port made', { host: '127.0.0.1:PORT', 'sec-fetch-site': 'same-site' }],
];
const LOCALS: [name: string, headers: Record<string, string>][] = [
  ['127.0.0.1', { host: '127.0.0.1:PORT' }],
  ['localhost', { host: 'localhost:PORT' }],
  ['LOCALHOST', { host: 'LOCALHOST:PORT' }],
  ['[::1]', { host: '[::1]:PORT' }],
  ['our own page', { host: 'localhost:PORT', origin: 'http://localhost:PORT', 'sec-fetch-site': 'same-origin' }],
];
const withPort = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]));

describe('who may call', () => {
  test.each(STRANGERS)('%s is nobody: 401 with a reason, over HTTP, for uploads and over WebSocket', async (_name, headers) => {
    const graphql = await send('/graphql', { ...asJson, ...withPort(headers) });
    const upload = await send('/uploads', { 'content-type': 'text/csv', ...withPort(headers) }, { body: 'prompt\nA lake.' });

    expect(graphql.status).toBe(401);
    const [error] = (JSON.parse(graphql.body) as { errors: { message: string; extensions: { code: string } }[] }).errors;
    expect(error?.extensions.code).toBe('NOT_SIGNED_IN');
    expect(error?.message).toMatch(/^[A-Z].+\. .+\.$/);
    expect(upload.status).toBe(401);
    expect(await connect(withPort(headers))).toBe(401);
  });

  test.each(LOCALS)('%s acts as the administrator of the local workspace', async (_name, headers) => {
    const reply = await send('/graphql', { ...asJson, ...withPort(headers) });

    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
    expect(reply.headers['x-request-id']).toMatch(/^req_/);
    expect(await connect(withPort(headers))).toBe(101);
  });

  test('what is no secret needs nobody', async () => {
    const strange = { host: 'evil.example' };
    expect((await send('/healthz', strange, { method: 'GET' })).status).toBe(200);
    expect((await send('/readyz', strange, { method: 'GET' })).status).toBe(200);
    expect((await send('/help/failures', strange, { method: 'GET' })).body).toContain('moderation_blocked');
  });
});

describe('a foreign page', () => {
  const local = () => ({ host: `127.0.0.1:${port}` });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'can not send a %s form that would need no preflight',
    async (type) => {
      const reply = await send('/graphql', { ...local(), 'content-type': type }, { body: 'query={viewer{role}}' });
      expect(reply.status).toBe(403);
    },
  );

  test('can not send a GET without the header that needs a preflight', async () => {
    const plain = await send('/graphql?query={viewer{role}}', local(), { method: 'GET' });
    const vouched = await send('/graphql?query={viewer{role}}', { ...local(), 'x-graphql-yoga-csrf': '1' }, { method: 'GET' });
    expect(plain.status).toBe(403);
    expect(vouched.status).toBe(200);
  });

  test('is told nothing by CORS', async () => {
    const preflight = await send(
      '/graphql',
      { ...local(), origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      { method: 'OPTIONS', body: '' },
    );
    const answered = await send('/graphql', { ...asJson, ...local(), origin: `http://127.0.0.1:${port}` });
    for (const reply of [preflight, answered]) {
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('can not frame the admin or load anything into it', async () => {
    const page = await send('/', local(), { method: 'GET' });
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  });
});

test('a path can not leave the admin’s folder', async () => {
  for (const path of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/.env',
    '/%00.js',
  ]) {
    const reply = await send(path, { host: `127.0.0.1:${port}` }, { method: 'GET' });
    expect(reply.body, path).not.toContain('"dependencies"');
    if (reply.status === 200) expect(reply.body, path).toMatch(/^<!doctype html>/i);
    else expect([404, 503], path).toContain(reply.status);
  }
});
