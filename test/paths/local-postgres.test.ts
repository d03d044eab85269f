import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProcess } from '../../apps/api/src/local/process-identity.ts';
import { startLocalPostgres, type LocalPostgres } from '../../apps/api/src/local/start-local-postgres.ts';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { endChild } from '../support/end-child.ts';

const FAST = { fsync: 'off', shared_buffers: '16MB' };
const LAUNCHER = `
  const { startLocalPostgres } = await import(process.argv[1]);
  const postgres = await startLocalPostgres({ dataDir: process.argv[2], settings: ${JSON.stringify(FAST)} });
  process.stdout.write(JSON.stringify({ how: postgres.how, pid: postgres.pid, url: postgres.url }));
  process.on('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 1000);
`;

let dataDir: string;
let opened: LocalPostgres[];
let launchers: ChildProcess[];

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'dailies 数据-'));
  opened = [];
  launchers = [];
});

afterEach(async () => {
  for (const launcher of launchers) await endChild(launcher, 'SIGKILL');
  for (const postgres of opened) await postgres.stop();
  const left = await startLocalPostgres({ dataDir, settings: FAST }).catch(() => null);
  await left?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<LocalPostgres> {
  const postgres = await startLocalPostgres({ dataDir, settings: FAST });
  opened.push(postgres);
  return postgres;
}

/** Starts it in a process of its own and answers what that process saw. */
async function startInLauncher(): Promise<{ launcher: ChildProcess; how: string; pid: number; url: string }> {
  const module = path.resolve(import.meta.dirname, '../../apps/api/src/local/start-local-postgres.ts');
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER, module, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launchers.push(launcher);
  const said = await new Promise<string>((resolve) => launcher.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  return { launcher, ...(JSON.parse(said) as { how: string; pid: number; url: string }) };
}

async function query(url: string, text: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const isGone = (pid: number) => waitUntil(() => findProcess(pid) === null, { withinMs: 10_000 });

test('a cold start makes a cluster with a secret password, and the database is there again after a stop', async () => {
  const first = await start();
  expect(first.how).toBe('initialised');
  await query(first.url, 'create table kept (word text)');
  expect(await query(first.url, 'show server_version')).toMatch(/^18\./);
  expect(await query(first.url, 'show jit')).toBe('off');
  expect(statSync(path.join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  await expect(query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
  await first.stop();
  expect(findProcess(first.pid)).toBeNull();

  const second = await start();
  expect(second.how).toBe('started');
  expect(await query(second.url, `select count(*)::int from information_schema.tables where table_name = 'kept'`)).toBe(1);
});

test('a second user adopts the running server, and only the last one out stops it', async () => {
  const other = await startInLauncher();
  const ours = await start();
  expect([ours.how, ours.pid]).toEqual(['adopted', other.pid]);
  await endChild(other.launcher, 'SIGTERM');
  expect(await query(ours.url, 'select 1')).toBe(1);
  await ours.stop();
  expect(findProcess(ours.pid)).toBeNull();
});

test('two launchers at the same moment end with one server', async () => {
  const [one, two] = await Promise.all([startInLauncher(), startInLauncher()]);
  expect(one.pid).toBe(two.pid);
  expect([one.how, two.how].toSorted()).toEqual(['adopted', 'initialised']);
});

test('the orphan of a killed launcher is adopted, and stopped by its new owner', async () => {
  const { launcher, pid } = await startInLauncher();
  await endChild(launcher, 'SIGKILL');
  const ours = await start();
  expect([ours.how, ours.pid]).toEqual(['adopted', pid]);
  await ours.stop();
  expect(await isGone(pid)).toBe(true);
});

test('a killed server comes back at the same address with its data', async () => {
  const postgres = await start();
  await query(postgres.url, 'create table kept as select 42 as answer');
  await query(postgres.url, 'checkpoint');
  const before = postgres.pid;
  process.kill(before, 'SIGKILL');
  expect(await waitUntil(() => postgres.pid !== before, { withinMs: 30_000 })).toBe(true);
  expect(await query(postgres.url, 'select answer from kept')).toBe(42);
});

test('a pid file that names a process of somebody else is not believed', async () => {
  const first = await start();
  const pidFile = path.join(dataDir, 'postgres', 'data', 'postmaster.pid');
  const left = readFileSync(pidFile, 'utf8').split('\n');
  await first.stop();
  writeFileSync(pidFile, [String(process.pid), ...left.slice(1)].join('\n'));
  const second = await start();
  expect(second.how).toBe('started');
  expect(await query(second.url, 'select 1')).toBe(1);
});

test('a database of another version, or one whose password is lost, is refused in words', async () => {
  const first = await start();
  await first.stop();
  const version = path.join(dataDir, 'postgres', 'data', 'PG_VERSION');
  writeFileSync(version, '15\n');
  await expect(start()).rejects.toMatchObject({ code: 'LOCAL_POSTGRES_FOLDER', message: expect.stringContaining('version 15') as string });
  writeFileSync(version, '18\n');
  const password = path.join(dataDir, 'postgres', 'password');
  const secret = readFileSync(password);
  rmSync(password);
  await expect(start()).rejects.toMatchObject({
    code: 'LOCAL_POSTGRES_FOLDER',
    message: expect.stringContaining('password file') as string,
  });
  writeFileSync(password, secret, { mode: 0o600 });
});
