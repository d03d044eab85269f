import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProcess } from '../../apps/api/src/local/process-identity.ts';
import { startLocalSandbox, type LocalSandbox, type LocalSandboxOptions } from '../../apps/api/src/local/start-local-sandbox.ts';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { endChild } from '../support/end-child.ts';

const LAUNCHER = `
  const { startLocalSandbox } = await import(process.argv[1]);
  const sandbox = await startLocalSandbox({ dataDir: process.argv[2], speed: 50 });
  process.stdout.write(JSON.stringify({ how: sandbox.how, pid: sandbox.pid }));
  setInterval(() => undefined, 1000);
`;

let dataDir: string;
let opened: LocalSandbox[];
let launchers: ChildProcess[];

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'dailies 沙盒-'));
  opened = [];
  launchers = [];
});

afterEach(async () => {
  for (const launcher of launchers) await endChild(launcher, 'SIGKILL');
  for (const sandbox of opened) await sandbox.stop();
  const left = await startLocalSandbox({ dataDir }).catch(() => null);
  await left?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: Omit<LocalSandboxOptions, 'dataDir'> = {}): Promise<LocalSandbox> {
  const sandbox = await startLocalSandbox({ dataDir, ...options });
  opened.push(sandbox);
  return sandbox;
}

async function startInLauncher(): Promise<{ launcher: ChildProcess; how: string; pid: number }> {
  const module = path.resolve(import.meta.dirname, '../../apps/api/src/local/start-local-sandbox.ts');
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER, module, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launchers.push(launcher);
  const said = await new Promise<string>((resolve) => launcher.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  return { launcher, ...(JSON.parse(said) as { how: string; pid: number }) };
}

const listVideos = async ({ videosUrl, videosKey }: LocalSandbox) =>
  (await fetch(`${videosUrl}/videos`, { headers: { authorization: `Bearer ${videosKey}` } })).status;

const readWebhookUrl = async ({ controlUrl }: LocalSandbox) =>
  ((await (await fetch(`${controlUrl}/webhooks`)).json()) as { url: string | null }).url;

test('starts, answers on both doors, keeps its secrets to itself, and ends with us', async () => {
  const sandbox = await start({ speed: 50, seed: 7 });
  expect(sandbox.how).toBe('started');
  expect(sandbox.videosUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  expect(await listVideos(sandbox)).toBe(200);
  expect((await fetch(sandbox.bucketUrl)).status).toBeLessThan(500);
  expect(statSync(path.join(dataDir, 'sandbox', 'ready.json')).mode & 0o777).toBe(0o600);
  const log = readFileSync(path.join(dataDir, 'sandbox', 'sandbox.log'), 'utf8');
  expect(log).not.toContain(sandbox.videosKey);
  expect(log).not.toContain('PRIVATE KEY');
  await sandbox.stop();
  expect(findProcess(sandbox.pid)).toBeNull();
  await expect(listVideos(sandbox)).rejects.toThrow();

  const again = await start();
  expect([again.videosKey, again.videosUrl, again.bucketUrl]).toEqual([sandbox.videosKey, sandbox.videosUrl, sandbox.bucketUrl]);
});

test('killed, it comes back with the same addresses and sends its webhooks where they went', async () => {
  const sandbox = await start({ speed: 50 });
  await sandbox.registerWebhook('http://127.0.0.1:9/webhooks/videos/default');
  const before = sandbox.pid;
  process.kill(before, 'SIGKILL');
  expect(await waitUntil(() => sandbox.pid !== before, { withinMs: 20_000 })).toBe(true);
  expect(await listVideos(sandbox)).toBe(200);
  expect(
    await waitUntil(async () => (await readWebhookUrl(sandbox)) === 'http://127.0.0.1:9/webhooks/videos/default', { withinMs: 5_000 }),
  ).toBe(true);
});

test('the orphan of a killed launcher is adopted, and ended by its new owner', async () => {
  const { launcher, pid } = await startInLauncher();
  await endChild(launcher, 'SIGKILL');
  const ours = await start({ speed: 50 });
  expect([ours.how, ours.pid]).toEqual(['adopted', pid]);
  await ours.stop();
  expect(await waitUntil(() => findProcess(pid) === null, { withinMs: 10_000 })).toBe(true);
});

test('two launchers at the same moment end with one sandbox', async () => {
  const [one, two] = await Promise.all([startInLauncher(), startInLauncher()]);
  expect(one.pid).toBe(two.pid);
  expect([one.how, two.how].toSorted()).toEqual(['adopted', 'started']);
});

test('one that runs otherwise is refused while in use, and replaced when orphaned', async () => {
  const { launcher, pid } = await startInLauncher();
  await expect(start({ speed: 2 })).rejects.toMatchObject({
    code: 'LOCAL_SANDBOX_BUSY',
    message: expect.stringContaining(`in use by process ${launcher.pid}`) as string,
  });
  await endChild(launcher, 'SIGKILL');
  const ours = await start({ speed: 2 });
  expect(ours.how).toBe('started');
  expect(ours.pid).not.toBe(pid);
  expect(findProcess(pid)).toBeNull();
});

test('a ready file that names a process of somebody else is not believed', async () => {
  const first = await start();
  const readyFile = path.join(dataDir, 'sandbox', 'ready.json');
  const left = JSON.parse(readFileSync(readyFile, 'utf8')) as object;
  await first.stop();
  const stranger = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  writeFileSync(readyFile, JSON.stringify({ ...left, pid: process.pid, controlUrl: url, bucketUrl: url }));
  const second = await start();
  expect(second.how).toBe('started');
  expect(second.pid).not.toBe(process.pid);
  stranger.close();
});

test('what it cannot obey is refused in its own words', async () => {
  await expect(start({ dialect: 'klingon' })).rejects.toMatchObject({
    code: 'LOCAL_SANDBOX_FAILED',
    message: expect.stringContaining('--dialect is one of') as string,
  });
});
