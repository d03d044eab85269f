import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Storage, type Bucket, type GetSignedUrlConfig } from '@google-cloud/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBucket, startTestBucket, type TestBucket } from '../support/bucket.ts';
import { serviceAccount } from '../support/identity.ts';

const NAME = 'w/春天 (1)/clip+one!.mp4';
const data = randomBytes(100_000);
let aheadMs = 0;
let sandbox: TestBucket;
let bucket: Bucket;

beforeAll(async () => {
  sandbox = await startTestBucket({ now: () => Date.now() + aheadMs });
  bucket = await makeBucket(sandbox.client);
  await bucket.file(NAME).save(data, { resumable: false, contentType: 'video/mp4' });
});
afterAll(() => sandbox.close());

async function sign(config: Partial<GetSignedUrlConfig> = {}, name = NAME): Promise<string> {
  const [url] = await bucket.file(name).getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + 600_000, ...config });
  return url;
}
const codeIn = async (answer: Response) => [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]];

describe('a signed GET URL', () => {
  it('answers the bytes, to any page', async () => {
    const answer = await fetch(await sign(), { headers: { origin: 'http://127.0.0.1:4000' } });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '100000',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(data)).toBe(true);
  });

  it('answers ranges, HEAD, a preflight, and 304 to the tag it gave', async () => {
    const url = await sign();
    const part = await fetch(url, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/100000']);
    expect(Buffer.from(await part.arrayBuffer()).equals(data.subarray(10, 20))).toBe(true);
    expect(await codeIn(await fetch(url, { headers: { range: 'bytes=100000-' } }))).toEqual([416, 'InvalidRange']);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '100000']);
    const etag = head.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(url, { headers: { range: 'bytes=0-0', 'if-range': etag } })).status).toBe(206);
    expect((await fetch(url, { headers: { range: 'bytes=0-0', 'if-range': '"other"' } })).status).toBe(200);
    const preflight = await fetch(url, { method: 'OPTIONS', headers: { 'access-control-request-headers': 'range' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'range']);
  });

  it('carries another type and file name where the signer said so', async () => {
    const answer = await fetch(
      await sign({ responseDisposition: "attachment; filename*=UTF-8''%E6%98%A5.mp4", responseType: 'application/x-test' }),
    );
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E6%98%A5.mp4");
    expect(answer.headers.get('content-type')).toBe('application/x-test');
  });

  it('ends at its time, and does not begin before it', async () => {
    const url = await sign({ expires: Date.now() + 60_000 });
    const later = await sign({ accessibleAt: Date.now() + 3_600_000, expires: Date.now() + 7_200_000 });
    expect((await fetch(url)).status).toBe(200);
    expect(await codeIn(await fetch(later))).toEqual([403, 'RequestNotYetValid']);
    aheadMs = 60_001;
    expect(await codeIn(await fetch(url))).toEqual([403, 'ExpiredToken']);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(403);
    aheadMs = 0;
  });

  it.each([
    ['another object', (url: string) => url.replace('clip%2Bone', 'clip%2Btwo')],
    ['a longer life', (url: string) => url.replace(/X-Goog-Expires=\d+/, 'X-Goog-Expires=604800')],
    ['a later date', (url: string) => url.replace(/(X-Goog-Date=\d+T)\d{6}/, '$1000001')],
    ['an added parameter', (url: string) => `${url}&response-content-type=text%2Fhtml`],
    ['another signature', (url: string) => url.replace(/Signature=./, (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'))],
  ])('falls with %s', async (_what, tamper) => {
    const url = await sign();
    expect(tamper(url)).not.toBe(url);
    const [status, code] = await codeIn(await fetch(tamper(url)));
    expect(status).toBe(403);
    expect(['SignatureDoesNotMatch', 'ExpiredToken']).toContain(code);
  });

  it.each([
    ['no algorithm', (url: string) => url.replace('GOOG4-RSA-SHA256', 'GOOG4-HMAC-SHA256')],
    ['a scope of another day', (url: string) => url.replace(/%2F\d{8}%2Fauto/, '%2F20200101%2Fauto')],
    ['a life over seven days', (url: string) => url.replace(/X-Goog-Expires=\d+/, 'X-Goog-Expires=604801')],
    ['a signature that is no number', (url: string) => url.replace(/X-Goog-Signature=.*/, 'X-Goog-Signature=xyz')],
  ])('is refused with %s', async (_what, tamper) => {
    expect(await codeIn(await fetch(tamper(await sign())))).toEqual([403, 'InvalidQueryParameterValue']);
  });

  it('is refused without a signature, for another method, and from another key', async () => {
    const url = await sign();
    expect(await codeIn(await fetch(url.split('?')[0] ?? ''))).toEqual([403, 'AccessDenied']);
    expect(await codeIn(await fetch(url, { method: 'DELETE' }))).toEqual([403, 'SignatureDoesNotMatch']);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const foreign = (client_email: string) =>
      new Storage({
        apiEndpoint: sandbox.server.url,
        projectId: 'dailies',
        credentials: { client_email, private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
      });
    for (const [email, code] of [
      [serviceAccount.client_email, 'SignatureDoesNotMatch'],
      ['stranger@example.com', 'InvalidAccessKeyId'],
    ] as const) {
      const file = foreign(email).bucket(bucket.name).file(NAME);
      const [forged] = await file.getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + 60_000 });
      expect(await codeIn(await fetch(forged))).toEqual([403, code]);
    }
  });

  it('answers 404 once the object is gone', async () => {
    const file = bucket.file('short-lived');
    await file.save('x', { resumable: false });
    const url = await sign({}, 'short-lived');
    await file.delete();
    expect(await codeIn(await fetch(url))).toEqual([404, 'NoSuchKey']);
    expect(await file.isPublic()).toEqual([false]);
  });
});

describe('other signed URLs', () => {
  it('upload, under the signed type and headers only', async () => {
    const url = await sign({ action: 'write', contentType: 'text/plain', extensionHeaders: { 'x-goog-meta-by': 'test' } }, 'put.txt');
    const put = (headers: Record<string, string>) => fetch(url, { method: 'PUT', headers, body: 'hello' });
    expect(await codeIn(await put({ 'content-type': 'text/html', 'x-goog-meta-by': 'test' }))).toEqual([403, 'SignatureDoesNotMatch']);
    expect((await put({ 'content-type': 'text/plain', 'x-goog-meta-by': 'test' })).status).toBe(200);
    expect((await bucket.file('put.txt').getMetadata())[0]).toMatchObject({
      contentType: 'text/plain',
      metadata: { by: 'test' },
      size: '5',
    });
  });

  it('begin a resumable upload', async () => {
    const url = await sign({ action: 'resumable' }, 'session.txt');
    const start = await fetch(url, { method: 'POST', headers: { 'x-goog-resumable': 'start' } });
    expect(start.status).toBe(201);
    expect((await fetch(start.headers.get('location') ?? '', { method: 'PUT', body: 'hello' })).status).toBe(200);
    expect((await bucket.file('session.txt').download())[0].toString()).toBe('hello');
    expect((await fetch(url, { method: 'POST' })).status).toBe(403);
  });

  it('delete', async () => {
    await bucket.file('doomed').save('x', { resumable: false });
    const url = await sign({ action: 'delete' }, 'doomed');
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(404);
  });
});
