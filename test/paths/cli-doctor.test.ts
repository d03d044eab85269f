import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMissingPackages } from '../../apps/api/src/cli/doctor/packages.ts';
import { ROOT } from '../house/source-files.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';

const DOCTOR = path.join(ROOT, 'apps/api/src/cli/doctor.ts');

interface Report {
  ok: boolean;
  checks: { name: string; status: 'ok' | 'note' | 'broken'; says: string; mend?: string }[];
}

let folder: string;

/** Runs `npm run doctor -- --json` with these settings and no others. */
function examine(settings: NodeJS.ProcessEnv): Promise<{ exitCode: number; report: Report; text: string }> {
  const env = { PATH: process.env['PATH'], TMPDIR: folder, DAILIES_DATA_DIR: path.join(folder, 'data'), ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [DOCTOR, '--json'], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      const exitCode = error ? Number(error.code) : 0;
      resolve({ exitCode, report: JSON.parse(stdout || '{}') as Report, text: stdout + stderr });
    });
  });
}

const found = ({ checks }: Report, name: string) => checks.find((check) => check.name === name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dailies-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('doctor on a fresh machine', () => {
  it('tries every embedded service, finds nothing broken and leaves nothing behind', async () => {
    const { exitCode, report } = await examine({});
    expect(report.checks.filter(({ status }) => status === 'broken')).toEqual([]);
    expect(exitCode).toBe(0);
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Node', 'PostgreSQL', 'Video provider', 'Bucket', 'ffmpeg']),
    );
    expect(existsSync(path.join(folder, 'data'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('dailies-doctor'))).toEqual([]);
  });
});

describe('doctor on settings of ours', () => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let busy: Server;
  let busyPort: number;

  beforeAll(async () => {
    [database, sandbox] = await Promise.all([cloneDatabase(), startTestSandbox()]);
    busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    busyPort = (busy.address() as { port: number }).port;
  });
  afterAll(async () => {
    busy.close();
    await sandbox.stop();
    await database.drop();
  });

  it('passes a migrated database and a provider that takes the key', async () => {
    const { ready } = sandbox;
    const { videosUrl, videosKey } = ready;
    const { report } = await examine({
      DATABASE_URL: database.url,
      VIDEOS_BASE_URL: videosUrl,
      VIDEOS_API_KEY: videosKey,
      MODERATION_BASE_URL: videosUrl,
      MODERATION_API_KEY: videosKey,
    });
    expect(found(report, 'PostgreSQL')).toMatchObject({ status: 'ok', says: expect.stringContaining('every migration applied') });
    expect(found(report, 'Video provider')).toMatchObject({ status: 'note', mend: expect.stringContaining('VIDEOS_WEBHOOK_SECRET') });
    expect(found(report, 'Moderation')).toEqual({ name: 'Moderation', status: 'ok', says: `${videosUrl} reads prompts` });
  });

  it('names what is broken and the command that mends it', async () => {
    const { exitCode, report, text } = await examine({
      DATABASE_URL: 'postgres://nobody:secret-password@127.0.0.1:1/none',
      VIDEOS_BASE_URL: sandbox.ready.videosUrl,
      VIDEOS_API_KEY: 'not-the-key-of-the-sandbox',
      MODERATION_BASE_URL: sandbox.ready.videosUrl,
      MODERATION_API_KEY: 'not-the-key-of-the-sandbox',
      GCS_BUCKET: 'absent',
      GCS_API_ENDPOINT: sandbox.ready.bucketUrl,
      PORT: String(busyPort),
      PUBLIC_URL: 'http://dailies.example',
      FFMPEG_PATH: '/nowhere/ffmpeg',
      CHROMIUM_PATH: '/nowhere/chromium',
    });
    expect(exitCode).toBe(1);
    const broken = Object.fromEntries(report.checks.filter(({ status }) => status === 'broken').map(({ name, mend }) => [name, mend]));
    expect(broken).toEqual({
      PostgreSQL: expect.stringContaining('unset DATABASE_URL'),
      'Video provider': expect.stringContaining('VIDEOS_API_KEY'),
      Moderation: expect.stringContaining('MODERATION_BASE_URL'),
      Bucket: expect.stringContaining('gcloud storage'),
      Port: expect.stringContaining(`lsof -nP -iTCP:${busyPort}`),
      PUBLIC_URL: 'export PUBLIC_URL=https://dailies.example',
      ffmpeg: 'unset FFMPEG_PATH',
      Chromium: 'unset CHROMIUM_PATH',
    });
    expect(text).not.toContain('secret-password');
    expect(text).not.toContain('not-the-key-of-the-sandbox');
  });

  it('stops at a setting that can not be read', async () => {
    const { exitCode, report } = await examine({ PORT: 'four thousand' });
    expect(exitCode).toBe(1);
    expect(report.checks).toEqual([
      expect.objectContaining({ name: 'Settings', status: 'broken', mend: expect.stringContaining('unset PORT') }),
    ]);
  });

  it('does not take a key for a moderation service that is nowhere', async () => {
    const { exitCode, report, text } = await examine({ MODERATION_API_KEY: 'sk-of-a-moderator' });
    expect(exitCode).toBe(1);
    expect(report.checks).toEqual([
      expect.objectContaining({ name: 'Settings', status: 'broken', says: expect.stringContaining('MODERATION_API_KEY is set but') }),
    ]);
    expect(text).not.toContain('sk-of-a-moderator');
    const named = await examine({ MODERATION_BASE_URL: 'https://me:my-password@moderation.example/v1' });
    expect(found(named.report, 'Settings')).toMatchObject({ status: 'broken', says: expect.stringContaining('MODERATION_API_KEY') });
    expect(named.text).not.toContain('my-password');
  });
});

it('compares node_modules with the lock file', () => {
  expect(listMissingPackages(ROOT)).toEqual([]);
});
