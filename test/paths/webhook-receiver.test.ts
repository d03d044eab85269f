import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProviderWebhooks } from '../../apps/api/src/app/provider-webhooks.ts';
import { type Database, openDatabase } from '../../apps/api/src/db/database.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const FORGER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const MINUTE = 60_000;

let clone: TestDatabase;
let database: Database;
let server: http.Server;
let hints: string[] = [];
let lines: Record<string, unknown>[] = [];
let hint = async (endpointId: string, operationId: string): Promise<void> => void hints.push(`${endpointId} ${operationId}`);

beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase({ url: clone.url, connectionsMax: 4, onIdleError: () => {} });
  const endpoint = { base_url: 'http://127.0.0.1/v1', dialect: 'openai', secret_name: 'KEY', in_flight_max: 1 } as const;
  await database.db
    .insertInto('endpoints')
    .values([
      { ...endpoint, id: 'signed', name: 'Signed', webhook_secret_name: 'HOOK' },
      { ...endpoint, id: 'unset', name: 'Secret not set', webhook_secret_name: 'NOT_SET' },
      { ...endpoint, id: 'without', name: 'No webhook' },
      { ...endpoint, id: 'odd', name: 'Secret of another kind', webhook_secret_name: 'ODD' },
    ])
    .execute();
  const keep = (line: unknown) => void lines.push(line as Record<string, unknown>);
  const log = { info: keep, warn: keep, error: keep, debug: keep } as never;
  const secrets: Record<string, string> = { HOOK: SECRET, ODD: 'not base64 !' };
  const receive = createProviderWebhooks(
    { db: database.db, log },
    { readSecret: (name) => secrets[name], hint: (endpointId, operationId) => hint(endpointId, operationId) },
  );
  server = http.createServer((request, response) => void receive(request, response, decodeURIComponent(request.url!.split('/').at(-1)!)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  hints = [];
  lines = [];
});
afterAll(async () => {
  server.close().closeAllConnections();
  await database.close();
  await clone.drop();
});

const body = (id = 'video_1', type = 'video.completed') =>
  JSON.stringify({ id: 'evt_1', object: 'event', created_at: 1, type, data: { id } });

function signed(payload: string, { secret = SECRET, at = new Date(), id = 'evt_1' } = {}): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, payload),
  };
}

async function post(payload: string, headers: Record<string, string>, endpointId = 'signed', method = 'POST'): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/webhooks/videos/${encodeURIComponent(endpointId)}`, {
    method,
    headers,
    ...(method === 'POST' && { body: payload }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('a genuine webhook', () => {
  it.each(['video.completed', 'video.failed'])('%s brings one check forward', async (type) => {
    expect(await post(body('video_9', type), signed(body('video_9', type)))).toBe(204);
    expect(hints).toEqual(['signed video_9']);
  });

  it('is accepted among several signatures, as after a change of secret', async () => {
    const headers = signed(body());
    headers['webhook-signature'] = `${signed(body(), { secret: FORGER })['webhook-signature']} v1a,xx ${headers['webhook-signature']}`;
    expect(await post(body(), headers)).toBe(204);
  });

  it('may arrive often and late: every one is answered', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 100 }, () => post(body(), signed(body(), { at: new Date(Date.now() - 4 * MINUTE) }))),
    );
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(new Set(hints)).toEqual(new Set(['signed video_1']));
  });

  it.each([
    ['another type', body('video_1', 'batch.completed')],
    ['no id', JSON.stringify({ type: 'video.completed', data: {} })],
    ['a number for an id', JSON.stringify({ type: 'video.completed', data: { id: 5 } })],
    ['no JSON', 'hello'],
    ['nothing', ''],
  ])('with %s is taken and ignored', async (_name, payload) => {
    expect(await post(payload, signed(payload))).toBe(204);
    expect(hints).toEqual([]);
  });

  it('is answered even while its hint fails', async () => {
    const before = hint;
    hint = async () => {
      throw new Error('database away');
    };
    expect(await post(body(), signed(body()))).toBe(204);
    hint = before;
    await expect.poll(() => lines.map(({ event }) => event)).toContain('provider_webhook.hint_failed');
  });

  it('is answered before its hint is done', async () => {
    const before = hint;
    let release = () => {};
    hint = () => new Promise((resolve) => (release = resolve));
    expect(await post(body(), signed(body()))).toBe(204);
    release();
    hint = before;
  });
});

describe('anything else is refused, logged, and moves nothing', () => {
  const tampered = body('video_2');
  const { 'webhook-signature': _signature, ...unsigned } = signed(body());
  it.each([
    ['forged', body(), signed(body(), { secret: FORGER })],
    ['tampered with', tampered, signed(body())],
    ['signed for another id', body(), { ...signed(body()), 'webhook-id': 'evt_2' }],
    ['signed again with a new time only', body(), { ...signed(body()), 'webhook-timestamp': String(Math.floor(Date.now() / 1000) + 5) }],
    ['six minutes old', body(), signed(body(), { at: new Date(Date.now() - 6 * MINUTE) })],
    ['six minutes ahead', body(), signed(body(), { at: new Date(Date.now() + 6 * MINUTE) })],
    ['unsigned', body(), unsigned],
    ['of another scheme', body(), { ...signed(body()), 'webhook-signature': 'v1a,AAAA' }],
    ['signed with nothing', body(), { ...signed(body()), 'webhook-signature': 'v1,' }],
    ['without a time', body(), { ...signed(body()), 'webhook-timestamp': 'now' }],
  ])('%s', async (_name, payload, headers) => {
    expect(await post(payload, headers)).toBe(401);
    expect(hints).toEqual([]);
    expect(lines).toEqual([expect.objectContaining({ event: 'provider_webhook.refused', endpointId: 'signed' })]);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });

  it.each(['nobody', 'without', 'unset', '../signed', "x' or 1=1", 'a'.repeat(5_000)])('endpoint %s', async (endpointId) => {
    expect(await post(body(), signed(body()), endpointId)).toBe(404);
  });

  it('a secret that is none', async () => {
    expect(await post(body(), signed(body()), 'odd')).toBe(401);
    expect(JSON.stringify(lines)).toContain('no Standard Webhooks secret');
  });

  it('another method', async () => {
    expect(await post('', {}, 'signed', 'GET')).toBe(405);
  });

  it('more than 64 kB', async () => {
    const large = body('x'.repeat(70_000));
    const status = await post(large, signed(large)).catch(() => 413);
    expect(status).toBe(413);
    expect(hints).toEqual([]);
  });
});
