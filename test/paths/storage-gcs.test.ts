import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { crc32cOf, encodeCrc32c } from '../../apps/api/src/storage/crc32c.ts';
import { createGcsStorage } from '../../apps/api/src/storage/gcs-storage.ts';
import { ObjectDiffers, ObjectMissing, type Storage } from '../../apps/api/src/storage/storage.ts';
import { fastestMs } from '../support/fastest.ts';
import { startTestBucket, type TestBucket } from '../support/bucket.ts';
import { serviceAccount } from '../support/identity.ts';

const MiB = 1024 * 1024;
const IN_AN_HOUR = new Date(Date.now() + 3_600_000);
let sandbox: TestBucket;
let storage: Storage;
let folder: string;
let waitedMs = 0;

beforeAll(async () => {
  sandbox = await startTestBucket();
  folder = await mkdtemp(join(tmpdir(), 'dailies-storage-'));
  const clock = { now: () => new Date(), monotonicMs: () => performance.now(), sleep: async (ms: number) => void (waitedMs += ms) };
  storage = createGcsStorage({ bucket: 'clips', apiEndpoint: sandbox.server.url, credentials: serviceAccount, clock });
  await storage.ensureBucket();
});
afterEach(() => sandbox.server.setFaults({ rates: {}, seed: 0 }));
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** A local file of random bytes, as `putFile` wants it described. */
async function makeFile(key: string, bytes: number) {
  const data = randomBytes(bytes);
  const path = join(folder, key.replaceAll('/', '_'));
  await writeFile(path, data);
  return { data, input: { key, path, contentType: 'video/mp4', crc32c: encodeCrc32c(crc32cOf(data)), bytes } };
}

async function readAll(key: string, range?: { start: number; end?: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await storage.openRead(key, range)) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

describe('storing a file', () => {
  it.each([0, 1, 300_000, 9 * MiB])('of %i bytes gives exactly its bytes back', async (bytes) => {
    const { data, input } = await makeFile(`sizes/${bytes}`, bytes);
    const stored = await storage.putFile({ ...input, metadata: { render: 'rnd_1' } });
    expect(stored).toMatchObject({ bucket: 'clips', key: input.key, bytes, crc32c: input.crc32c });
    expect(await storage.stat(input.key)).toEqual(stored);
    expect((await readAll(input.key)).equals(data)).toBe(true);
    const [metadata] = await sandbox.client.bucket('clips').file(input.key).getMetadata();
    expect(metadata).toMatchObject({ contentType: 'video/mp4', metadata: { render: 'rnd_1' } });
  });

  it.each([1000, 9 * MiB])('twice is once: %i bytes answered as stored', async (bytes) => {
    const { input } = await makeFile(`twice/${bytes}`, bytes);
    const first = await storage.putFile(input);
    expect(await storage.putFile(input)).toEqual(first);
  });

  it('never overwrites other bytes under the same name', async () => {
    const first = await makeFile('taken', 5000);
    await storage.putFile(first.input);
    const second = await makeFile('taken', 5000);
    await expect(storage.putFile(second.input)).rejects.toBeInstanceOf(ObjectDiffers);
    const shorter = await makeFile('taken', 4999);
    await expect(storage.putFile(shorter.input)).rejects.toMatchObject({ code: 'OBJECT_DIFFERS' });
    expect((await readAll('taken')).equals(first.data)).toBe(true);
  });

  it.each([1000, 9 * MiB])('refuses a file of %i bytes that is not what was promised, and leaves nothing', async (bytes) => {
    const { input } = await makeFile(`broken/${bytes}`, bytes);
    await writeFile(input.path, randomBytes(bytes));
    await expect(storage.putFile(input)).rejects.toThrow(/CRC32C/);
    expect(await storage.stat(input.key)).toBeNull();
  });

  it('says that the local file is missing, without retrying', async () => {
    waitedMs = 0;
    const { input } = await makeFile('missing', 10);
    await rm(input.path);
    await expect(storage.putFile(input)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(waitedMs).toBe(0);
  });
});

describe('through faults', () => {
  it.each([1, 2, 3, 4])('uploads and downloads arrive whole, once (seed %i)', async (seed) => {
    sandbox.server.setFaults({ rates: { status503: 0.1, resetUpload: 0.4, resetDownload: 0.4 }, seed });
    waitedMs = 0;
    await Promise.all(
      [20_000, 1 * MiB, 9 * MiB, 12 * MiB].map(async (bytes) => {
        const { data, input } = await makeFile(`faults/${seed}/${bytes}`, bytes);
        const stored = await storage.putFile(input);
        expect((await readAll(input.key)).equals(data)).toBe(true);
        expect(await storage.putFile(input)).toEqual(stored);
      }),
    );
    expect(waitedMs).toBeGreaterThan(0);
    sandbox.server.setFaults({ rates: {}, seed: 0 });
    const [versions] = await sandbox.client.bucket('clips').getFiles({ prefix: `faults/${seed}/`, versions: true });
    expect(versions).toHaveLength(4);
  });

  it('a large upload goes on where it broke', async () => {
    sandbox.server.setFaults({ rates: { resetUpload: 0.7 }, seed: 11 });
    const { data, input } = await makeFile('resumed', 40 * MiB);
    await storage.putFile(input);
    sandbox.server.setFaults({ rates: {}, seed: 0 });
    expect((await readAll('resumed')).equals(data)).toBe(true);
  });

  it('gives up in the end, with the bucket’s own word', async () => {
    sandbox.server.setFaults({ rates: { status503: 1 }, seed: 1 });
    const { input } = await makeFile('hopeless', 10);
    await expect(storage.putFile(input)).rejects.toMatchObject({ code: 503 });
    await expect(storage.stat('hopeless')).rejects.toMatchObject({ code: 503 });
    sandbox.server.setFaults({ rates: {}, seed: 0 });
    expect(await storage.stat('hopeless')).toBeNull();
  });

  it('a slow bucket only takes longer', async () => {
    sandbox.server.setFaults({ rates: { slowMs: 50 }, seed: 1 });
    const { data, input } = await makeFile('slow', 1000);
    const begun = performance.now();
    await storage.putFile(input);
    expect(performance.now() - begun).toBeGreaterThan(45);
    expect((await readAll('slow')).equals(data)).toBe(true);
  });
});

describe('reading', () => {
  it('takes ranges, also under faults', async () => {
    const { data, input } = await makeFile('ranges', 2 * MiB);
    await storage.putFile(input);
    sandbox.server.setFaults({ rates: { resetDownload: 0.5 }, seed: 5 });
    expect((await readAll('ranges', { start: 10, end: 19 })).equals(data.subarray(10, 20))).toBe(true);
    expect((await readAll('ranges', { start: 1_000_000 })).equals(data.subarray(1_000_000))).toBe(true);
    expect((await readAll('ranges', { start: 2_000_000, end: 99_999_999 })).equals(data.subarray(2_000_000))).toBe(true);
  });

  it('notices bytes that changed on the disk', async () => {
    const { input } = await makeFile('rotten', 50_000);
    await storage.putFile(input);
    const path = (await sandbox.server.objectPath('clips', 'rotten')) ?? '';
    const bytes = await readFile(path);
    bytes[25_000]! ^= 1;
    await writeFile(path, bytes);
    await expect(readAll('rotten')).rejects.toThrow('do not match its checksum');
  });

  it('of nothing is refused at once', async () => {
    await expect(storage.openRead('absent')).rejects.toBeInstanceOf(ObjectMissing);
    expect(await storage.stat('absent')).toBeNull();
  });

  it('can be left early', async () => {
    const { input } = await makeFile('left', 5 * MiB);
    await storage.putFile(input);
    for await (const chunk of await storage.openRead('left')) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('removing and listing', () => {
  it('removes once or twice alike', async () => {
    const { input } = await makeFile('doomed', 10);
    await storage.putFile(input);
    await storage.remove('doomed');
    await storage.remove('doomed');
    expect(await storage.stat('doomed')).toBeNull();
  });

  it('lists a prefix over many pages, and nothing else', async () => {
    const bucket = sandbox.client.bucket('clips');
    for (let i = 0; i < 1050; i += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, j) => bucket.file(`many/${String(i + j).padStart(4, '0')}`).save('x', { resumable: false })),
      );
    }
    const keys: string[] = [];
    for await (const object of storage.list('many/')) keys.push(object.key);
    expect(keys).toEqual(Array.from({ length: 1050 }, (_, i) => `many/${String(i).padStart(4, '0')}`));
    for await (const object of storage.list('none/')) expect(object).toBeNull();
  });

  it('makes the bucket once, whoever comes first', async () => {
    const options = { bucket: 'shared', apiEndpoint: sandbox.server.url, credentials: serviceAccount };
    const one = createGcsStorage(options);
    await Promise.all([one.ensureBucket(), createGcsStorage(options).ensureBucket(), one.ensureBucket()]);
    await expect(createGcsStorage({ ...options, bucket: 'No Name' }).ensureBucket()).rejects.toMatchObject({ code: 400 });
  });
});

describe('signed URLs', () => {
  it('answer the bytes, as a download under a name of any script', async () => {
    const { data, input } = await makeFile('signed/春.mp4', 1000);
    await storage.putFile(input);
    const url = await storage.signedUrl({ key: input.key, expiresAt: IN_AN_HOUR, downloadName: '春 "1".mp4', contentType: 'video/x-test' });
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('video/x-test');
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''%E6%98%A5%20%221%22.mp4`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(data)).toBe(true);
  });

  it('are the same for the same page, minutes apart and in another process', async () => {
    const begin = Date.UTC(2026, 10, 22, 12, 0, 10);
    const ask = (laterMs: number) => {
      const clock = { now: () => new Date(begin + laterMs), monotonicMs: () => laterMs, sleep: async () => {} };
      const other = createGcsStorage({ bucket: 'clips', apiEndpoint: sandbox.server.url, credentials: serviceAccount, clock });
      return other.signedUrl({ key: 'page', expiresAt: new Date(begin + laterMs + 3_600_000) });
    };
    vi.useFakeTimers({ now: begin, toFake: ['Date'] });
    const url = await ask(0);
    expect(await ask(240_000)).toBe(url);
    expect(await ask(300_000)).not.toBe(url);
    vi.useRealTimers();
  });

  it('fail after their end and when changed', async () => {
    const { input } = await makeFile('ending', 10);
    await storage.putFile(input);
    const url = await storage.signedUrl({ key: 'ending', expiresAt: new Date(Date.now() + 2000) });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace('/ending?', '/other?'))).status).toBe(403);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await fetch(url)).status).toBe(403);
    await expect(storage.signedUrl({ key: 'ending', expiresAt: new Date(Date.now() - 1000) })).rejects.toThrow();
  });

  it('cost next to nothing the second time: 150 in under 20 ms', async () => {
    const page = () => Promise.all(Array.from({ length: 150 }, (_, i) => storage.signedUrl({ key: `w/${i}`, expiresAt: IN_AN_HOUR })));
    const first = await page();
    let again = first;
    expect(await fastestMs(async () => (again = await page()))).toBeLessThan(20);
    expect(again).toEqual(first);
  });
});

describe('a bucket that takes a request and answers nothing more', () => {
  const silentMs = 200;
  const metadata = { name: 'k', size: '100', crc32c: 'AAAAAA==', generation: '1' };

  async function readFrom(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<unknown> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const apiEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const silent = createGcsStorage({ bucket: 'clips', apiEndpoint, credentials: serviceAccount, silentMs });
    try {
      for await (const _chunk of await silent.openRead('k'));
      return 'read';
    } catch (error) {
      return (error as { code?: unknown }).code;
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it.each([
    ['at once', () => undefined],
    ['before the bytes', (request: IncomingMessage, response: ServerResponse) => tell(request, response, () => undefined)],
    [
      'amid the bytes',
      (request: IncomingMessage, response: ServerResponse) =>
        tell(request, response, () => response.writeHead(206, { 'content-length': '100' }).write('ten bytes.')),
    ],
  ])('%s is given up', async (_when, answer) => {
    expect(await readFrom(answer)).toBe('BUCKET_SILENT');
  });

  function tell(request: IncomingMessage, response: ServerResponse, media: () => void): void {
    if (request.url?.includes('alt=media')) media();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
  }
});
