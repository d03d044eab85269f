import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai-7';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';

type Event = { id: string; object: string; type: string; created_at: number; data: { id: string } };
type Received = { headers: Record<string, string>; body: string; event: Event };

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** A receiver that answers 503 to the first `refusals` calls. */
async function receive(refusals = 0): Promise<{ url: string; received: Received[]; until(count: number): Promise<Received[]> }> {
  const received: Received[] = [];
  let left = refusals;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      left -= 1;
      const body = Buffer.concat(chunks).toString();
      if (left < 0) received.push({ headers: request.headers as Record<string, string>, body, event: JSON.parse(body) as Event });
      response.writeHead(left < 0 ? 204 : 503).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async until(count) {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
      return received;
    },
  };
}

async function start(options: Parameters<typeof startTestSandbox>[0] = {}): Promise<TestSandbox> {
  const sandbox = await startTestSandbox(options);
  stops.push(() => sandbox.stop());
  return sandbox;
}

test('completed and failed renders are announced, signed so that both libraries agree', async () => {
  const receiver = await receive();
  const sandbox = await start({ webhookUrl: receiver.url });
  const done = await sandbox.create({ prompt: 'done' });
  const failed = await sandbox.create({ prompt: 'x [[fail:moderation]]' });
  const calls = await receiver.until(2);
  const words = new Map(calls.map(({ event }) => [event.data.id, event.type]));
  expect(words).toEqual(
    new Map([
      [done.body.id, 'video.completed'],
      [failed.body.id, 'video.failed'],
    ]),
  );
  for (const { headers, body, event } of calls) {
    expect(new Webhook(sandbox.ready.webhookSecret).verify(body, headers)).toEqual(event);
    expect(event).toEqual({
      id: headers['webhook-id'],
      object: 'event',
      created_at: expect.any(Number) as number,
      type: event.type,
      data: { id: event.data.id },
    });
    const client = new OpenAI({ apiKey: 'x', webhookSecret: sandbox.ready.webhookSecret });
    expect(await client.webhooks.unwrap(body, headers)).toMatchObject({ type: event.type });
  }
});

test('a receiver that is down is tried again; the address can be set later', async () => {
  const receiver = await receive(2);
  const sandbox = await start();
  expect(await sandbox.control('/webhooks', { method: 'PUT', body: { url: receiver.url } })).toEqual({ url: receiver.url });
  const { body } = await sandbox.create({ prompt: 'again' });
  const [call] = await receiver.until(1);
  expect(call?.event.data.id).toBe(body.id);
  expect(await sandbox.control('/webhooks')).toMatchObject({ pending: 0, delivered: 1 });
  const wrong = await fetch(`${sandbox.ready.controlUrl}/webhooks`, {
    method: 'PUT',
    body: '{"url":"file:///etc/passwd"}',
    headers: { 'content-type': 'application/json' },
  });
  expect(wrong.status).toBe(400);
});

test('tokens make an event come twice, late, forged or never', async () => {
  const receiver = await receive();
  const sandbox = await start({ webhookUrl: receiver.url });
  const ids: Record<string, string> = {};
  for (const kind of ['twice', 'late', 'forged', 'never']) ids[kind] = (await sandbox.create({ prompt: `x [[webhook:${kind}]]` })).body.id;
  const calls = await receiver.until(5);
  const of = (kind: string) => calls.filter(({ event }) => event.data.id === ids[kind]);
  expect(of('twice')).toHaveLength(2);
  expect(new Set(of('twice').map(({ event }) => event.id)).size).toBe(1);
  expect(calls.at(-1)?.event.data.id).toBe(ids['late']);
  const verdicts = of('forged').map(({ body, headers }) => {
    try {
      return Boolean(new Webhook(sandbox.ready.webhookSecret).verify(body, headers));
    } catch {
      return false;
    }
  });
  expect(new Set(verdicts)).toEqual(new Set([false, true]));
  expect(of('never')).toHaveLength(0);
});
