import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ready } from '@dailies/sandbox/src/start-sandbox.ts';
import { endChild } from '../support/end-child.ts';

const MAIN = resolve(import.meta.dirname, '../../apps/sandbox/src/main.ts');

let dataDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dailies-sandbox-'));
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map((child) => endChild(child, 'SIGKILL')));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(...flags: string[]): Promise<{ child: ChildProcess; ready: Ready; said: () => string }> {
  const child = spawn(process.execPath, [MAIN, '--data', dataDir, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += String(chunk)));
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => Promise.reject(new Error(words)))]);
  return { child, ready: JSON.parse(said) as Ready, said: () => said };
}

const call = (ready: Ready, path: string, init: RequestInit = {}) =>
  fetch(`${ready.videosUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${ready.videosKey}`, 'content-type': 'application/json' },
  });

const create = async (ready: Ready, prompt: string) =>
  (await (await call(ready, '/videos', { method: 'POST', body: JSON.stringify({ prompt }) })).json()) as { id: string };

async function listAll(ready: Ready): Promise<{ id: string; status: string; created_at: number }[]> {
  return (
    (await (await call(ready, '/videos?limit=100&order=asc')).json()) as { data: { id: string; status: string; created_at: number }[] }
  ).data;
}

test('prints one ready line, keeps its secrets to itself, and stops cleanly', async () => {
  const { child, ready, said } = await start();
  expect(said().split('\n')).toHaveLength(2);
  expect(Object.keys(ready)).toEqual(['videosUrl', 'videosKey', 'webhookSecret', 'bucketUrl', 'serviceAccount', 'controlUrl']);
  expect(ready.videosUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  expect(ready.controlUrl).toMatch(/\/sandbox$/);
  for (const file of ['identity.json', 'ready.json']) expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(join(dataDir, 'ready.json'), 'utf8'))).toEqual({ ...ready, pid: child.pid });
  await expect(start()).rejects.toThrow('another sandbox is running');
  expect(await endChild(child, 'SIGTERM')).toBe(0);
  expect(await readdir(dataDir)).not.toContain('ready.json');
});

test('killed in the middle, it takes up where it was: same keys, addresses, rows and ledger', async () => {
  const first = await start('--speed', '300');
  const ids = (await Promise.all(Array.from({ length: 12 }, (_, index) => create(first.ready, `survivor ${index}`)))).map(({ id }) => id);
  await endChild(first.child, 'SIGKILL');
  const second = await start('--speed', '300');
  expect(second.ready).toEqual(first.ready);
  expect(new Set((await listAll(second.ready)).map(({ id }) => id))).toEqual(new Set(ids));
  while ((await listAll(second.ready)).some(({ status }) => status !== 'completed')) await new Promise((next) => setTimeout(next, 100));
  const ledger = (await (await fetch(`${second.ready.controlUrl}/ledger?entries=none`)).json()) as object;
  expect(ledger).toMatchObject({ creates: 12, started: 12, billed: 12 });
  const bytes = Buffer.from(await (await call(second.ready, `/videos/${ids[0]}/content`)).arrayBuffer());
  await endChild(second.child, 'SIGKILL');
  const third = await start('--speed', '300');
  expect(Buffer.from(await (await call(third.ready, `/videos/${ids[0]}/content`)).arrayBuffer()).equals(bytes)).toBe(true);
});

test('a webhook that could not be delivered is delivered after a restart', async () => {
  const first = await start('--speed', '1000', '--webhook-url', 'http://127.0.0.1:9/nobody');
  const { id } = await create(first.ready, 'announce me');
  while ((await listAll(first.ready))[0]?.status !== 'completed') await new Promise((next) => setTimeout(next, 50));
  await endChild(first.child, 'SIGKILL');
  const bodies: string[] = [];
  const receiver = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(String(chunk)));
    request.on('end', () => response.writeHead(204).end());
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  await start('--speed', '1000', '--webhook-url', `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  while (bodies.length === 0) await new Promise((next) => setTimeout(next, 50));
  receiver.closeAllConnections();
  receiver.close();
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ type: 'video.completed', data: { id } });
});

test('ends when its parent is gone, and says what is wrong with a flag', async () => {
  const parent = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  children.push(parent);
  const { child } = await start('--parent-pid', String(parent.pid));
  const ended = once(child, 'exit');
  await endChild(parent, 'SIGKILL');
  expect(((await ended) as [number])[0]).toBe(0);
  await expect(start('--dialect', 'klingon')).rejects.toThrow('--dialect is one of openai, vllm-omni, sglang, litellm');
  await expect(start('--speed', '0')).rejects.toThrow('--speed is a number above 0');
});
