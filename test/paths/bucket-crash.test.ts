import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBucket } from '../../apps/sandbox/src/bucket/start-bucket.ts';
import { createClient, STREAMED } from '../support/bucket.ts';
import { publicKeyPem, serviceAccount } from '../support/identity.ts';
import { endChild } from '../support/end-child.ts';

const MiB = 1024 * 1024;
/** Writes that were answered before the kill, so that there is something to find again, however busy the machine. */
const ANSWERED_A_ROUND = 6;
const SCRIPT = new URL('../support/bucket-process.ts', import.meta.url).pathname;
let dataDir: string;
let running: ChildProcess | null = null;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dailies-bucket-crash-'));
});
afterEach(kill);
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<string> {
  running = spawn(process.execPath, [SCRIPT, dataDir, serviceAccount.client_email, publicKeyPem], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(running.stdout!, 'data')) as [Buffer];
  return line.toString().trim();
}

async function kill(): Promise<void> {
  const child = running;
  running = null;
  if (child) await endChild(child, 'SIGKILL');
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('kill -9 of the bucket', () => {
  it('in the middle of a one-request upload leaves no object and no file', async () => {
    const url = await start();
    await createClient(url).createBucket('crash');
    let isOver = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // A broken request does not stop to ask for more.
        if (isOver) controller.close();
        else controller.enqueue(randomBytes(256 * 1024));
        await sleep(5);
      },
    });
    const upload = fetch(`${url}/upload/storage/v1/b/crash/o?uploadType=media&name=half`, { ...STREAMED, method: 'POST', body });
    const failed = upload.then(
      () => false,
      () => true,
    );
    await waitUntil(async () => (await sizes('incoming')).some((bytes) => bytes > 2 * MiB));
    await kill();
    expect(await failed).toBe(true);
    isOver = true;

    const client = createClient(await start());
    expect((await client.bucket('crash').getFiles())[0]).toEqual([]);
    expect([await filesUnder('incoming'), await filesUnder('objects')]).toEqual([[], []]);
    await kill();
  });

  it('in the middle of a resumable upload loses no byte that arrived: the session goes on', async () => {
    const data = randomBytes(8 * MiB);
    let url = await start();
    const opened = await fetch(`${url}/upload/storage/v1/b/crash/o?uploadType=resumable&name=whole`, { method: 'POST' });
    const session = new URL(opened.headers.get('location') ?? '');
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(data.subarray(0, 3 * MiB));
        await sleep(60_000, undefined, { ref: false });
      },
    });
    const headers = { 'content-range': `bytes 0-${data.byteLength - 1}/${data.byteLength}` };
    const broken = fetch(session, { ...STREAMED, method: 'PUT', headers, body }).catch(() => null);
    await waitUntil(async () => (await sizes('incoming')).some((bytes) => bytes === 3 * MiB));
    await kill();
    await broken;

    url = await start();
    session.port = new URL(url).port;
    const query = await fetch(session, { method: 'PUT', headers: { 'content-range': 'bytes */*' }, redirect: 'manual' });
    expect([query.status, query.headers.get('range')]).toEqual([308, `bytes=0-${3 * MiB - 1}`]);
    const rest = await fetch(session, {
      method: 'PUT',
      headers: { 'content-range': `bytes ${3 * MiB}-${data.byteLength - 1}/${data.byteLength}` },
      body: data.subarray(3 * MiB),
    });
    expect(await rest.json()).toMatchObject({ md5Hash: createHash('md5').update(data).digest('base64'), size: String(data.byteLength) });
    await kill();
  });

  it('at any moment under load leaves whole objects only, and every one that was answered', async () => {
    const answered = new Map<string, string>();
    for (let round = 0; round < 5; round += 1) {
      const bucket = createClient(await start()).bucket('crash');
      let alive = true;
      const lanes = Array.from({ length: 8 }, async (_, lane) => {
        for (let i = 0; alive; i += 1) {
          const data = randomBytes(20_000 + lane * 30_000);
          const name = `load/${round}/${lane}/${i}`;
          try {
            await bucket.file(name).save(data, { resumable: i % 2 === 0 });
            answered.set(name, createHash('md5').update(data).digest('base64'));
          } catch {
            alive = false;
          }
        }
      });
      await waitUntil(() => Promise.resolve(answered.size >= (round + 1) * ANSWERED_A_ROUND));
      await sleep(round * 40);
      await kill();
      alive = false;
      await Promise.all(lanes);
    }
    const bucket = createClient(await start()).bucket('crash');
    const [files] = await bucket.getFiles({ prefix: 'load/' });
    const found = new Map(files.map((file) => [file.name, file.metadata.md5Hash ?? '']));
    for (const [name, md5] of answered) expect(found.get(name)).toBe(md5);
    for (const file of files) {
      const [bytes] = await file.download();
      expect(createHash('md5').update(bytes).digest('base64')).toBe(file.metadata.md5Hash);
    }
    expect(await filesUnder('objects')).toHaveLength((await bucket.getFiles())[0].length);
    await kill();
  });

  it('frees the folder for the next server, which no two may share', async () => {
    await start();
    const second = startBucket({ port: 0, dataDir, clientEmail: serviceAccount.client_email, publicKeyPem });
    await expect(second).rejects.toThrow('Another bucket server is using');
    await kill();
    const next = await startBucket({ port: 0, dataDir, clientEmail: serviceAccount.client_email, publicKeyPem });
    await next.stop();
  });

  it('sweeps files that no object names', async () => {
    await writeFile(join(dataDir, 'objects', 'crash', 'stray.mp4'), 'x');
    await writeFile(join(dataDir, 'incoming', 'stray.part'), 'x');
    await start();
    expect((await filesUnder('objects')).filter((path) => path.includes('stray'))).toEqual([]);
    expect((await filesUnder('incoming')).filter((path) => path.includes('stray'))).toEqual([]);
    await kill();
  });
});

const sizes = async (folder: string): Promise<number[]> =>
  Promise.all((await filesUnder(folder)).map(async (path) => (await stat(path).catch(() => ({ size: 0 }))).size));

async function waitUntil(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await check()); tries += 1) {
    if (tries > 2_000) throw new Error('waited in vain');
    await sleep(10);
  }
}
