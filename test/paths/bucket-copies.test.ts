import { createHash, randomBytes } from 'node:crypto';
import type { Bucket } from '@google-cloud/storage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, makeBucket, startTestBucket, type TestBucket } from '../support/bucket.ts';

const MiB = 1024 * 1024;
let sandbox: TestBucket;
let bucket: Bucket;

beforeAll(async () => {
  sandbox = await startTestBucket();
});
beforeEach(async () => {
  bucket = await makeBucket(sandbox.client);
});
afterAll(() => sandbox.close());

const put = async (name: string, data: string | Buffer = name) => {
  const file = bucket.file(name);
  await file.save(data, { resumable: false, contentType: 'text/plain', metadata: { metadata: { from: name } } });
  return file;
};
const post = (path: string, body: object = {}) =>
  fetch(`${sandbox.server.url}/storage/v1/b/${bucket.name}/o/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('rewrite and copy', () => {
  it('takes bytes and metadata along, within and across buckets', async () => {
    const source = await put('source');
    const other = await makeBucket(sandbox.client);
    for (const target of [bucket.file('copy'), other.file('copy')]) {
      await source.copy(target);
      expect((await target.download())[0].toString()).toBe('source');
      expect((await target.getMetadata())[0]).toMatchObject({ contentType: 'text/plain', metadata: { from: 'source' } });
    }
    await source.copy(bucket.file('renamed'), { contentType: 'video/mp4', metadata: { fresh: 'yes' } });
    expect((await bucket.file('renamed').getMetadata())[0]).toMatchObject({ contentType: 'video/mp4', metadata: { fresh: 'yes' } });
  });

  it('may take several calls, and then carries a token', async () => {
    const data = randomBytes(3 * MiB + 1);
    await put('large', data);
    const path = `large/rewriteTo/b/${bucket.name}/o/rewritten?maxBytesRewrittenPerCall=${MiB}`;
    let answer = (await (await post(path)).json()) as { done: boolean; rewriteToken?: string; totalBytesRewritten: string };
    const steps = [answer.totalBytesRewritten];
    while (!answer.done) {
      answer = (await (await post(`${path}&rewriteToken=${answer.rewriteToken}`)).json()) as typeof answer;
      steps.push(answer.totalBytesRewritten);
    }
    expect(steps).toEqual([MiB, 2 * MiB, 3 * MiB, data.byteLength].map(String));
    expect((await bucket.file('rewritten').download())[0].equals(data)).toBe(true);
    expect((await post(`${path}&rewriteToken=1.5`)).status).toBe(400);
    expect((await post(`large/rewriteTo/b/${bucket.name}/o/x?maxBytesRewrittenPerCall=5`)).status).toBe(400);
  });

  it('refuses a source that is not there, changed, or a target that is', async () => {
    const source = await put('source');
    expect(await codeOf(bucket.file('absent').copy(bucket.file('copy')))).toBe(404);
    expect((await post(`source/copyTo/b/${bucket.name}/o/copy?ifSourceGenerationMatch=5`)).status).toBe(412);
    expect((await post(`source/copyTo/b/no-such-bucket/o/copy`)).status).toBe(404);
    await put('copy');
    expect(await codeOf(source.copy(bucket.file('copy'), { preconditionOpts: { ifGenerationMatch: 0 } }))).toBe(412);
    expect((await post(`source/copyTo/b/${bucket.name}/o/copied`)).status).toBe(200);
  });

  it('moves: by copy and delete, and in one step', async () => {
    const source = await put('source');
    const path = await sandbox.server.objectPath(bucket.name, 'source');
    await source.moveFileAtomic('moved');
    expect(await sandbox.server.objectPath(bucket.name, 'moved')).toBe(path);
    await bucket.file('moved').move('moved-again');
    expect((await bucket.getFiles())[0].map(({ name }) => name)).toEqual(['moved-again']);
    expect(await codeOf(source.moveFileAtomic('x'))).toBe(404);
    await bucket.file('moved-again').setMetadata({ temporaryHold: true });
    expect(await codeOf(bucket.file('moved-again').moveFileAtomic('x'))).toBe(403);
  });
});

describe('compose', () => {
  it('joins objects in order; the composite has a crc32c, a count and no md5', async () => {
    const parts = [randomBytes(MiB), randomBytes(10), randomBytes(2 * MiB)];
    const files = await Promise.all(parts.map((data, i) => put(`part-${i}`, data)));
    const whole = bucket.file('whole.mp4');
    await bucket.combine(files, whole);
    const [metadata] = await whole.getMetadata();
    expect(metadata).toMatchObject({ componentCount: 3, contentType: 'video/mp4', size: String(3 * MiB + 10) });
    expect(metadata.md5Hash).toBeUndefined();
    const [bytes] = await whole.download();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
    await bucket.combine([whole, files[1]!], bucket.file('nested.mp4'));
    expect((await bucket.file('nested.mp4').getMetadata())[0].componentCount).toBe(4);
  });

  it('refuses a missing source, a changed one, none, and more than 32', async () => {
    const file = await put('part');
    expect(await codeOf(bucket.combine([file, bucket.file('absent')], bucket.file('whole.mp4')))).toBe(404);
    const sourceObjects = [{ name: 'part', objectPreconditions: { ifGenerationMatch: '3' } }];
    expect((await post('whole.mp4/compose', { sourceObjects })).status).toBe(412);
    expect((await post('whole.mp4/compose', { sourceObjects: [] })).status).toBe(400);
    expect((await post('whole.mp4/compose', { sourceObjects: Array.from({ length: 33 }, () => ({ name: 'part' })) })).status).toBe(400);
    expect(await sandbox.server.objectPath(bucket.name, 'whole.mp4')).toBeNull();
  });
});

describe('buckets', () => {
  it('are made once, listed, patched and deleted when empty', async () => {
    expect(await codeOf(sandbox.client.createBucket(bucket.name))).toBe(409);
    expect(await codeOf(sandbox.client.createBucket('No Good Name'))).toBe(400);
    expect((await sandbox.client.getBuckets({ prefix: 'test-' }))[0].map(({ name }) => name)).toContain(bucket.name);
    expect((await sandbox.client.getBuckets({ prefix: 'other-' }))[0]).toEqual([]);
    await bucket.setLabels({ team: 'film', old: 'yes' });
    await bucket.setMetadata({ labels: { old: null } });
    expect((await bucket.getMetadata())[0]).toMatchObject({ labels: { team: 'film' }, metageneration: '3' });
    expect(await codeOf(bucket.setMetadata({ labels: {} }, { ifMetagenerationMatch: 1 }))).toBe(412);
    await put('object');
    expect(await codeOf(bucket.delete())).toBe(409);
    await bucket.deleteFiles();
    await bucket.delete();
    expect((await bucket.exists())[0]).toBe(false);
    expect(await codeOf(bucket.delete())).toBe(404);
  });

  it('keep their lifecycle, CORS and versioning settings', async () => {
    const rule = { action: { type: 'Delete' as const }, condition: { age: 7, matchesPrefix: ['w/'] } };
    await bucket.addLifecycleRule(rule);
    await bucket.setCorsConfiguration([{ origin: ['*'], method: ['GET'], maxAgeSeconds: 60 }]);
    await bucket.setMetadata({ versioning: { enabled: true } });
    const [metadata] = await sandbox.client.bucket(bucket.name).getMetadata();
    expect(metadata).toMatchObject({ lifecycle: { rule: [rule] }, cors: [{ origin: ['*'] }], versioning: { enabled: true } });
    await bucket.setMetadata({ lifecycle: null });
    expect((await bucket.getMetadata())[0].lifecycle).toBeUndefined();
    expect(await codeOf(sandbox.client.bucket('no-such-bucket').setMetadata({ lifecycle: null }))).toBe(404);
  });

  it('delete by prefix, and stop at a held object', async () => {
    await Promise.all(['w/1/a', 'w/1/b', 'w/2/a'].map((name) => put(name)));
    await bucket.deleteFiles({ prefix: 'w/1/' });
    expect((await bucket.getFiles())[0].map(({ name }) => name)).toEqual(['w/2/a']);
    await bucket.file('w/2/a').setMetadata({ eventBasedHold: true });
    await expect(bucket.deleteFiles({ prefix: 'w/2/' })).rejects.toBeDefined();
    expect((await bucket.file('w/2/a').exists())[0]).toBe(true);
  });

  it('say 501 to what this server does not know', async () => {
    expect(await codeOf(bucket.iam.getPolicy())).toBe(501);
  });
});
