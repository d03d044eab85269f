import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Bucket, FileMetadata } from '@google-cloud/storage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, makeBucket, startTestBucket, type TestBucket } from '../support/bucket.ts';

let sandbox: TestBucket;
let bucket: Bucket;

beforeAll(async () => {
  sandbox = await startTestBucket();
});
beforeEach(async () => {
  bucket = await makeBucket(sandbox.client);
});
afterAll(() => sandbox.close());

const put = async (name: string, data: string | Buffer = name, in_: Bucket = bucket) => {
  const file = in_.file(name);
  await file.save(data, { resumable: false });
  return file;
};
const generationOf = async (name: string) => Number((await bucket.file(name).getMetadata())[0].generation);
const names = (files: { name: string }[]) => files.map(({ name }) => name);

describe('download', () => {
  it('answers ranges: middle, open end, tail', async () => {
    const data = randomBytes(300_000);
    const file = await put('data', data);
    expect((await file.download({ start: 1000, end: 1999 }))[0].equals(data.subarray(1000, 2000))).toBe(true);
    expect((await file.download({ start: 299_990 }))[0].equals(data.subarray(299_990))).toBe(true);
    expect((await file.download({ end: -10 }))[0].equals(data.subarray(-10))).toBe(true);
    expect((await file.download({ start: 299_999, end: 999_999 }))[0].byteLength).toBe(1);
  });

  it('answers 416 beyond the end and 404 for what is not there', async () => {
    const file = await put('short', 'abc');
    expect(await codeOf(file.download({ start: 3 }))).toBe(416);
    expect(await codeOf(bucket.file('absent').download())).toBe(404);
    expect((await bucket.file('absent').exists())[0]).toBe(false);
  });

  it('gives gzip to who accepts it, and unpacks it for who does not', async () => {
    const file = bucket.file('page.html');
    await file.save('<p>hello</p>'.repeat(100), { resumable: false, gzip: true, contentType: 'text/html' });
    expect((await file.download())[0].toString()).toBe('<p>hello</p>'.repeat(100));
    const packed = (await file.download({ decompress: false }))[0];
    expect(gunzipSync(packed).toString()).toBe('<p>hello</p>'.repeat(100));
    const url = `${sandbox.server.url}/storage/v1/b/${bucket.name}/o/page.html?alt=media`;
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe('<p>hello</p>'.repeat(100));
  });
});

describe('preconditions', () => {
  it('guard an upload', async () => {
    const file = bucket.file('once');
    await file.save('first', { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } });
    expect(await codeOf(file.save('second', { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }))).toBe(412);
    expect(await codeOf(file.save('second', { resumable: true, preconditionOpts: { ifGenerationMatch: 0 } }))).toBe(412);
    const generation = await generationOf('once');
    expect(await codeOf(file.save('x', { resumable: false, preconditionOpts: { ifGenerationMatch: generation + 1 } }))).toBe(412);
    expect(await codeOf(file.save('x', { resumable: false, preconditionOpts: { ifGenerationNotMatch: generation } }))).toBe(412);
    expect(await codeOf(file.save('x', { resumable: false, preconditionOpts: { ifMetagenerationMatch: 9 } }))).toBe(412);
    expect(await codeOf(file.save('x', { resumable: false, preconditionOpts: { ifMetagenerationNotMatch: 1 } }))).toBe(412);
    await file.save('second', { resumable: false, preconditionOpts: { ifGenerationMatch: generation, ifMetagenerationMatch: 1 } });
    expect((await file.download())[0].toString()).toBe('second');
  });

  it('guard a patch, a copy and a delete', async () => {
    const file = await put('guarded');
    const generation = await generationOf('guarded');
    expect(await codeOf(file.setMetadata({ contentType: 'a/b' }, { ifMetagenerationMatch: 2 }))).toBe(412);
    await file.setMetadata({ contentType: 'a/b' }, { ifMetagenerationMatch: 1 });
    expect(await codeOf(file.setMetadata({ contentType: 'c/d' }, { ifMetagenerationNotMatch: 2 }))).toBe(412);

    await put('target');
    expect(await codeOf(file.copy(bucket.file('target'), { preconditionOpts: { ifGenerationMatch: 0 } }))).toBe(412);
    const target = await generationOf('target');
    await file.copy(bucket.file('target'), { preconditionOpts: { ifGenerationMatch: target } });

    expect(await codeOf(file.delete({ ifGenerationMatch: generation + 1 }))).toBe(412);
    expect(await codeOf(file.delete({ ifGenerationNotMatch: generation }))).toBe(412);
    expect(await codeOf(file.delete({ ifMetagenerationMatch: 1 }))).toBe(412);
    await file.delete({ ifGenerationMatch: generation, ifMetagenerationMatch: 2 });
    expect(await codeOf(file.delete())).toBe(404);
  });

  it('guard a read: 412 for another generation, 304 for the same', async () => {
    await put('read');
    const generation = await generationOf('read');
    const read = (query: string) => fetch(`${sandbox.server.url}/storage/v1/b/${bucket.name}/o/read?${query}`);
    expect((await read(`ifGenerationMatch=${generation}`)).status).toBe(200);
    expect((await read('ifGenerationMatch=7')).status).toBe(412);
    expect((await read(`ifGenerationNotMatch=${generation}&alt=media`)).status).toBe(304);
    expect((await read('ifGenerationMatch=seven')).status).toBe(400);
  });

  it('let exactly one of many writers win', async () => {
    const writers = Array.from({ length: 20 }, (_, i) =>
      codeOf(bucket.file('race').save(`writer ${i}`, { resumable: i % 2 === 0, preconditionOpts: { ifGenerationMatch: 0 } })),
    );
    const answers = await Promise.all(writers);
    expect(answers.filter((answer) => answer === 'no error')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 412)).toHaveLength(19);
  });
});

describe('metadata', () => {
  it('merges custom keys, removes on null, and counts metagenerations', async () => {
    const file = bucket.file('meta');
    await file.save('x', { resumable: false, metadata: { contentType: 'a/b', metadata: { one: '1', two: '2' } } });
    await file.setMetadata({ metadata: { two: null, three: '3' }, cacheControl: 'no-store' });
    expect((await file.getMetadata())[0]).toMatchObject({
      metadata: { one: '1', three: '3' },
      cacheControl: 'no-store',
      contentType: 'a/b',
      metageneration: '2',
    });
    expect((await file.getMetadata())[0].metadata).not.toHaveProperty('two');
    await file.setMetadata({ cacheControl: null, metadata: null } as unknown as FileMetadata);
    const [metadata] = await file.getMetadata();
    expect(metadata.cacheControl).toBeUndefined();
    expect(metadata.metadata).toBeUndefined();
  });

  it('refuses a field of the wrong type, too much metadata, and an object that is not there', async () => {
    const file = await put('meta');
    expect(await codeOf(file.setMetadata({ temporaryHold: 'yes' as unknown as boolean }))).toBe(400);
    expect(await codeOf(file.setMetadata({ metadata: { long: 'x'.repeat(9000) } }))).toBe(400);
    expect(await codeOf(bucket.file('absent').setMetadata({ contentType: 'a/b' }))).toBe(404);
    expect((await file.getMetadata())[0].metageneration).toBe('1');
  });
});

describe('holds and retention', () => {
  it.each(['temporaryHold', 'eventBasedHold'])('%s forbids deleting and overwriting until it is lifted', async (hold) => {
    const file = await put('held', 'original');
    await file.setMetadata({ [hold]: true });
    expect(await codeOf(file.delete())).toBe(403);
    expect(await codeOf(file.save('other', { resumable: false }))).toBe(403);
    expect(await codeOf(file.save('other', { resumable: true }))).toBe(403);
    expect(await codeOf((await put('source')).copy(file))).toBe(403);
    expect((await file.download())[0].toString()).toBe('original');
    await file.setMetadata({ [hold]: false });
    await file.delete();
  });

  it('a copy does not inherit the hold', async () => {
    const file = await put('held');
    await file.setMetadata({ temporaryHold: true });
    const [copy] = await file.copy(bucket.file('free'));
    await copy.delete();
  });

  it('a bucket may hold every new object, and keep each for a time', async () => {
    const holding = await makeBucket(sandbox.client, { defaultEventBasedHold: true });
    expect(await codeOf((await put('a', 'a', holding)).delete())).toBe(403);
    const keeping = await makeBucket(sandbox.client);
    await keeping.setRetentionPeriod(3600);
    const file = await put('a', 'a', keeping);
    expect(await codeOf(file.delete())).toBe(403);
    await keeping.removeRetentionPeriod();
    await file.delete();
  });
});

describe('list', () => {
  const put8 = () => Promise.all(['a/1', 'a/2', 'a/b/1', 'a/b/2', 'a/c/1', 'b/1', 'c', 'd/'].map((name) => put(name)));

  it('by prefix and delimiter', async () => {
    await put8();
    expect(names((await bucket.getFiles())[0])).toEqual(['a/1', 'a/2', 'a/b/1', 'a/b/2', 'a/c/1', 'b/1', 'c', 'd/']);
    expect(names((await bucket.getFiles({ prefix: 'a/b' }))[0])).toEqual(['a/b/1', 'a/b/2']);
    const [files, , answer] = await bucket.getFiles({ delimiter: '/', autoPaginate: false });
    expect([names(files), (answer as { prefixes: string[] }).prefixes]).toEqual([['c'], ['a/', 'b/', 'd/']]);
    const [inA, , answerA] = await bucket.getFiles({ prefix: 'a/', delimiter: '/', autoPaginate: false });
    expect([names(inA), (answerA as { prefixes: string[] }).prefixes]).toEqual([
      ['a/1', 'a/2'],
      ['a/b/', 'a/c/'],
    ]);
    const [trailing] = await bucket.getFiles({ delimiter: '/', includeTrailingDelimiter: true, autoPaginate: false });
    expect(names(trailing)).toEqual(['c', 'd/']);
    expect(names((await bucket.getFiles({ startOffset: 'a/b/2', endOffset: 'c' }))[0])).toEqual(['a/b/2', 'a/c/1', 'b/1']);
    expect((await bucket.getFiles({ prefix: 'nothing' }))[0]).toEqual([]);
  });

  it.each([1, 2, 3, 7])('in pages of %i, with the same whole', async (maxResults) => {
    await put8();
    const [files] = await bucket.getFiles({ maxResults });
    expect(names(files)).toEqual(['a/1', 'a/2', 'a/b/1', 'a/b/2', 'a/c/1', 'b/1', 'c', 'd/'].slice(0, maxResults));
    const seen: string[] = [];
    let query: object | null = { maxResults, autoPaginate: false, delimiter: '/' };
    while (query) {
      const [page, next, answer] = (await bucket.getFiles(query)) as [{ name: string }[], object | null, { prefixes?: string[] }];
      expect(page.length + (answer.prefixes?.length ?? 0)).toBeLessThanOrEqual(maxResults);
      seen.push(...names(page), ...(answer.prefixes ?? []));
      query = next;
    }
    expect(seen.sort()).toEqual(['a/', 'b/', 'c', 'd/']);
  });

  it('orders names by their UTF-8 bytes', async () => {
    await Promise.all(['é', 'z', '\u{1F3AC}', '\uFF5E', 'Z'].map((name) => put(name)));
    expect(names((await bucket.getFiles())[0])).toEqual(['Z', 'z', 'é', '\uFF5E', '\u{1F3AC}']);
    expect(names((await bucket.getFiles({ prefix: '\u{1F3AC}' }))[0])).toEqual(['\u{1F3AC}']);
  });

  it('refuses a forged page token, an unknown bucket, and a filter it does not know', async () => {
    expect(await codeOf(bucket.getFiles({ pageToken: 'forged', autoPaginate: false }))).toBe(400);
    expect(await codeOf(sandbox.client.bucket('no-such-bucket').getFiles())).toBe(404);
    expect(await codeOf(bucket.getFiles({ matchGlob: '**' }))).toBe(501);
  });
});

describe('versions', () => {
  it('are kept, listed, read, restored by copy and deleted one by one', async () => {
    bucket = await makeBucket(sandbox.client, { versioning: { enabled: true } });
    await put('v', 'one');
    const first = await generationOf('v');
    await put('v', 'two');
    await bucket.file('v').delete();
    expect((await bucket.getFiles())[0]).toEqual([]);
    const [versions] = await bucket.getFiles({ versions: true });
    expect(versions.map((file) => file.metadata.timeDeleted !== undefined)).toEqual([true, true]);
    const old = bucket.file('v', { generation: first });
    expect((await old.download())[0].toString()).toBe('one');
    await old.copy(bucket.file('v'));
    expect((await bucket.file('v').download())[0].toString()).toBe('one');
    await old.delete();
    expect(await codeOf(old.download())).toBe(404);
    expect((await bucket.getFiles({ versions: true }))[0]).toHaveLength(2);
  });

  it('are not kept without versioning: the former generation is gone', async () => {
    await put('v', 'one');
    const first = await generationOf('v');
    await put('v', 'two');
    expect(await codeOf(bucket.file('v', { generation: first }).download())).toBe(404);
  });
});
