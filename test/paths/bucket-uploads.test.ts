import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Bucket } from '@google-cloud/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, makeBucket, startTestBucket, STREAMED, type TestBucket } from '../support/bucket.ts';

const KiB = 1024;
const MiB = KiB * KiB;
let sandbox: TestBucket;
let bucket: Bucket;

beforeAll(async () => {
  sandbox = await startTestBucket();
  bucket = await makeBucket(sandbox.client);
});
afterAll(() => sandbox.close());

const md5 = (data: Buffer): string => createHash('md5').update(data).digest('base64');
const uploads = (): string => `${sandbox.server.url}/upload/storage/v1/b/${bucket.name}/o`;

/** Opens a session as the client does, and speaks to it by hand. */
async function openSession(name: string, query = '', body: object = {}, headers: Record<string, string> = {}) {
  const answer = await fetch(`${uploads()}?uploadType=resumable&name=${encodeURIComponent(name)}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const uri = answer.headers.get('location') ?? '';
  const put = (range: string, data: Uint8Array<ArrayBuffer> = new Uint8Array()) =>
    fetch(uri, { method: 'PUT', headers: { 'content-range': range }, body: data, redirect: 'manual' });
  return { status: answer.status, uri, put };
}

describe('simple and multipart upload', () => {
  it('stores the bytes, the type and the metadata in one request', async () => {
    const data = randomBytes(3 * MiB);
    const file = bucket.file('folder/clip one.mp4');
    await file.save(data, {
      resumable: false,
      contentType: 'video/mp4',
      metadata: { metadata: { render: 'rnd_1' }, cacheControl: 'no-cache' },
    });
    const [metadata] = await file.getMetadata();
    expect(metadata).toMatchObject({
      name: 'folder/clip one.mp4',
      size: String(data.byteLength),
      contentType: 'video/mp4',
      cacheControl: 'no-cache',
      md5Hash: md5(data),
      metadata: { render: 'rnd_1' },
      metageneration: '1',
    });
    expect((await file.download())[0].equals(data)).toBe(true);
  });

  it('keeps each live object as one plain file with its bytes', async () => {
    const data = randomBytes(100 * KiB);
    await bucket.file('plain.mp4').save(data, { resumable: false });
    const path = await sandbox.server.objectPath(bucket.name, 'plain.mp4');
    expect(path).toMatch(/\.mp4$/);
    expect((await readFile(path ?? '')).equals(data)).toBe(true);
    expect(await sandbox.server.objectPath(bucket.name, 'absent.mp4')).toBeNull();
  });

  it('stores an empty object, and names of any script', async () => {
    const file = bucket.file('春/a b?#%25+&"\'.txt');
    await file.save('', { resumable: false });
    expect((await file.getMetadata())[0]).toMatchObject({ size: '0', crc32c: 'AAAAAA==' });
    expect((await bucket.getFiles({ prefix: '春/' }))[0].map(({ name }) => name)).toEqual(['春/a b?#%25+&"\'.txt']);
  });

  it('takes media alone (uploadType=media)', async () => {
    const answer = await fetch(`${uploads()}?uploadType=media&name=media.txt`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
    });
    expect(await answer.json()).toMatchObject({ name: 'media.txt', contentType: 'text/plain', size: '5' });
  });

  it('finds the closing boundary wherever the network cuts it', async () => {
    const media = Buffer.from(`a\r\n--frontie\r\n-frontier\r\n${'x'.repeat(1000)}\r\n`);
    const head = '--frontier\r\nContent-Type: application/json\r\n\r\n{"name":"cut.bin"}\r\n--frontier\r\nContent-Type: text/x\r\n\r\n';
    const whole = Buffer.concat([Buffer.from(head), media, Buffer.from('\r\n--frontier--')]);
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for (let at = 0; at < whole.byteLength; at += 7) {
          controller.enqueue(whole.subarray(at, at + 7));
          if (at % 700 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        controller.close();
      },
    });
    const headers = { 'content-type': 'multipart/related; boundary="frontier"' };
    const answer = await fetch(`${uploads()}?uploadType=multipart`, { ...STREAMED, method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ contentType: 'text/x', size: String(media.byteLength), md5Hash: md5(media) });
  });

  it.each([
    ['no boundary', { 'content-type': 'multipart/related' }, 'x'],
    ['no end', { 'content-type': 'multipart/related; boundary=b' }, '--b\r\n\r\n{"name":"x"}\r\n--b\r\n\r\nbytes'],
    ['no JSON', { 'content-type': 'multipart/related; boundary=b' }, '--b\r\n\r\nnot json\r\n--b\r\n\r\nbytes\r\n--b--'],
  ])('refuses a multipart body with %s, and keeps nothing', async (_what, headers, body) => {
    const answer = await fetch(`${uploads()}?uploadType=multipart&name=broken`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await sandbox.server.objectPath(bucket.name, 'broken')).toBeNull();
  });

  it.each(['', 'a\nb', 'x'.repeat(1025), '.', '..'])('refuses the object name %j', async (name) => {
    const answer = await fetch(`${uploads()}?uploadType=media&name=${encodeURIComponent(name)}`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(400);
  });

  it('answers 404 where there is no bucket', async () => {
    expect(await codeOf(sandbox.client.bucket('no-such-bucket').file('a').save('x', { resumable: false }))).toBe(404);
  });
});

describe('checksums', () => {
  it('accepts the right ones and refuses wrong ones with 400', async () => {
    const data = Buffer.from('some bytes');
    const file = bucket.file('sums.txt');
    await file.save(data, { resumable: false, validation: 'md5', metadata: { md5Hash: md5(data) } });
    const [{ crc32c }] = await file.getMetadata();
    await file.save(data, { resumable: false, validation: 'crc32c', metadata: { crc32c } });
    expect(await codeOf(bucket.file('bad').save(data, { resumable: false, metadata: { crc32c: 'AAAAAA==' } }))).toBe(400);
    expect(await codeOf(bucket.file('bad').save(data, { resumable: false, metadata: { md5Hash: md5(Buffer.from('other')) } }))).toBe(400);
    expect(await codeOf(bucket.file('bad').save(data, { resumable: true, metadata: { crc32c: 'AAAAAA==' } }))).toBe(400);
    expect(await sandbox.server.objectPath(bucket.name, 'bad')).toBeNull();
  });

  it('checks x-goog-hash of a direct upload', async () => {
    const send = (hash: string) =>
      fetch(`${uploads()}?uploadType=media&name=hashed`, { method: 'POST', headers: { 'x-goog-hash': hash }, body: 'abc' });
    expect((await send(`md5=${md5(Buffer.from('abc'))}`)).status).toBe(200);
    expect((await send('crc32c=AAAAAA==')).status).toBe(400);
  });
});

describe('resumable upload', () => {
  it('takes the whole in one request', async () => {
    const data = randomBytes(5 * MiB + 17);
    const file = bucket.file('one-request.mp4');
    await file.save(data, { resumable: true, metadata: { contentType: 'video/mp4', metadata: { k: 'v' } } });
    expect((await file.getMetadata())[0]).toMatchObject({ contentType: 'video/mp4', metadata: { k: 'v' }, md5Hash: md5(data) });
    expect((await file.download())[0].equals(data)).toBe(true);
  });

  it('takes chunks, with and without a known length', async () => {
    const data = randomBytes(1 * MiB + 5);
    for (const contentLength of [undefined, data.byteLength]) {
      const file = bucket.file(`chunks-${contentLength ?? 'unknown'}`);
      await file.save(data, { chunkSize: 256 * KiB, metadata: contentLength === undefined ? {} : { contentLength } });
      expect((await file.download())[0].equals(data)).toBe(true);
    }
  });

  it('stores an empty object', async () => {
    const file = bucket.file('empty-resumable');
    await file.save('', { resumable: true });
    expect((await file.getMetadata())[0].size).toBe('0');
  });

  it('resumes a session that another client began', async () => {
    const data = randomBytes(2 * MiB);
    const file = bucket.file('resumed');
    const [uri] = await file.createResumableUpload({ metadata: { contentType: 'video/mp4' } });
    const first = await fetch(uri, {
      method: 'PUT',
      headers: { 'content-range': `bytes 0-${MiB - 1}/*` },
      body: data.subarray(0, MiB),
      redirect: 'manual',
    });
    expect(first.status).toBe(308);
    await new Promise<void>((resolve, reject) => {
      const stream = file.createWriteStream({ uri, validation: false });
      stream.on('finish', resolve).on('error', reject).end(data);
    });
    expect((await file.download())[0].equals(data)).toBe(true);
    expect((await file.getMetadata())[0].contentType).toBe('video/mp4');
  });

  it('answers 308 with what it holds, and the object once all is there', async () => {
    const data = randomBytes(600 * KiB);
    const { status, put } = await openSession('by-hand');
    expect(status).toBe(200);
    const nothing = await put('bytes */*');
    expect([nothing.status, nothing.headers.get('range')]).toEqual([308, null]);
    const first = await put(`bytes 0-${256 * KiB - 1}/*`, data.subarray(0, 256 * KiB));
    expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${256 * KiB - 1}`]);
    expect((await put('bytes */*')).headers.get('range')).toBe(`bytes=0-${256 * KiB - 1}`);
    const rest = await put(`bytes ${256 * KiB}-${data.byteLength - 1}/${data.byteLength}`, data.subarray(256 * KiB));
    expect(rest.status).toBe(200);
    const again = await put(`bytes */${data.byteLength}`);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(await rest.json());
  });

  it('keeps only whole 256 KiB steps of a middle chunk, and drops bytes it already has', async () => {
    const data = randomBytes(700 * KiB);
    const { put } = await openSession('steps');
    const first = await put(`bytes 0-${300 * KiB - 1}/*`, data.subarray(0, 300 * KiB));
    expect(first.headers.get('range')).toBe(`bytes=0-${256 * KiB - 1}`);
    const rest = await put(`bytes ${100 * KiB}-${data.byteLength - 1}/${data.byteLength}`, data.subarray(100 * KiB));
    expect(await rest.json()).toMatchObject({ md5Hash: md5(data) });
  });

  it('refuses a gap, a short middle chunk, another total, and nonsense', async () => {
    const { put } = await openSession('refused', '', {}, { 'x-upload-content-length': String(600 * KiB) });
    expect((await put(`bytes 512-${300 * KiB}/*`, Buffer.alloc(10))).status).toBe(400);
    expect((await put('bytes 0-99/*', Buffer.alloc(100))).status).toBe(400);
    expect((await put('bytes 0-99/100', Buffer.alloc(100))).status).toBe(400);
    expect((await put('bytes zero', Buffer.alloc(100))).status).toBe(400);
    expect((await put('bytes */*')).status).toBe(308);
  });

  it('knows no session that was never opened, or was cancelled', async () => {
    const { uri, put } = await openSession('cancelled');
    expect((await fetch(uri, { method: 'DELETE' })).status).toBe(499);
    expect((await put('bytes */*')).status).toBe(404);
    expect((await fetch(`${uploads()}?uploadType=resumable&upload_id=nobody`, { method: 'PUT' })).status).toBe(404);
  });

  it('judges the precondition at the end as well as at the start', async () => {
    const { status, put } = await openSession('raced', '&ifGenerationMatch=0');
    expect(status).toBe(200);
    await bucket.file('raced').save('the other was faster', { resumable: false });
    expect((await put('bytes 0-2/3', Buffer.from('abc'))).status).toBe(412);
    expect((await put('bytes */*')).status).toBe(404);
    expect((await openSession('raced', '&ifGenerationMatch=0')).status).toBe(412);
    expect((await bucket.file('raced').download())[0].toString()).toBe('the other was faster');
  });
});
