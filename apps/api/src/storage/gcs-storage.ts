import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Storage as GcsClient, type Bucket, type File, type FileMetadata } from '@google-cloud/storage';
import { systemClock, type Clock } from '../lib/clock.ts';
import { attachment } from './attachment.ts';
import { crc32cOf, encodeCrc32c } from './crc32c.ts';
import { LocalKeyAuth, type ServiceAccountKey } from './gcs-signer.ts';
import { RecentCache } from './recent-cache.ts';
import { isTransient, retryTransient, STORAGE_RETRIES, statusOf, waitBefore } from './retry-transient.ts';
import { ObjectDiffers, ObjectMissing, type ReadRange, type Storage, type StoredObject } from './storage.ts';
import { chunksUnlessSilent, unlessSilent } from './unless-silent.ts';
import { urlWindow } from './url-window.ts';

/** Without `credentials` the machine's default credentials are used; `apiEndpoint` points to a server other than Google's. */
export type GcsStorageOptions = {
  bucket: string;
  apiEndpoint?: string;
  credentials?: ServiceAccountKey;
  projectId?: string;
  clock?: Clock;
  random?: () => number;
  /** A read in which the bucket sends nothing for so long is broken off. */
  silentMs?: number;
};

/** Up to here one request carries the file; above, a resumable session, which a broken connection does not send back to the first byte. */
const ONE_REQUEST_BYTES_MAX = 8 * 1024 * 1024;
const URLS_KEPT = 20_000;
const PAGE_SIZE = 1000;
const SILENT_MS = 10_000;
/** Names are written once, so a browser may keep what it has; short, because a clip may have to go dark. */
const CACHE_CONTROL = 'private, max-age=300';

/** `isForeign`: a server other than Google's, which gets no credentials. */
type Tools = { bucket: Bucket; isForeign: boolean; clock: Clock; random: () => number; silentMs: number };
type PutInput = Parameters<Storage['putFile']>[0];

/** Cloud Storage through Google's client. Retries are ours, so that every call keeps one policy; the client's own are off. */
export function createGcsStorage(options: GcsStorageOptions): Storage {
  const { credentials, apiEndpoint, projectId = 'dailies', clock = systemClock, random = Math.random, silentMs = SILENT_MS } = options;
  const client = new GcsClient({
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    ...(credentials === undefined ? {} : { authClient: new LocalKeyAuth(credentials, projectId) }),
    ...(credentials === undefined && options.projectId === undefined ? {} : { projectId }),
    retryOptions: { autoRetry: false, retryableErrorFn: () => false },
  });
  const tools: Tools = { bucket: client.bucket(options.bucket), isForeign: apiEndpoint !== undefined, clock, random, silentMs };
  const urls = new RecentCache<Promise<string>>(URLS_KEPT);
  return {
    ensureBucket: () => retryTransient(tools, () => ensureBucket(tools.bucket)),
    putFile: (input) => putFile(tools, input),
    stat: (key) => retryTransient(tools, () => stat(tools, key)),
    openRead: (key, range) => openRead(tools, key, range),
    signedUrl: (input) => signedUrl(tools, urls, input),
    remove: (key, generation) => retryTransient(tools, () => remove(tools.bucket, key, generation)),
    list: (prefix) => list(tools, prefix),
  };
}

async function ensureBucket(bucket: Bucket): Promise<void> {
  const [exists] = await bucket.exists();
  if (exists) return;
  try {
    await bucket.create({ iamConfiguration: { uniformBucketLevelAccess: { enabled: true } } });
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
  }
}

/** One send may take this long and, beyond that, as long as its bytes at 100 kB/s: an upload that hangs is broken off and asked about. */
const SEND_BASE_MS = 20_000;
const SEND_BYTES_PER_MS_MIN = 100;

/** After every break the bucket is asked first: a lost answer to a stored object must not store it again. */
async function putFile(tools: Tools, input: PutInput): Promise<StoredObject> {
  let sessionUri: string | undefined;
  return retryTransient(tools, async () => {
    const file = tools.bucket.file(input.key);
    try {
      await sendFile(file, input, sessionUri, (uri) => (sessionUri = uri));
      return demandSame(describe(tools.bucket, file.metadata), input);
    } catch (error) {
      if (error instanceof ObjectDiffers) throw error;
      const there = await stat(tools, input.key);
      if (there) return demandSame(there, input);
      const sessionIsGone = sessionUri !== undefined && [404, 410].includes(statusOf(error) ?? 0);
      if (!sessionIsGone) throw error;
      sessionUri = undefined;
      throw new RangeError('The upload session ended before the object was whole; starting a new one.', { cause: error });
    }
  });
}

async function sendFile(file: File, input: PutInput, sessionUri: string | undefined, keepUri: (uri: string) => void): Promise<void> {
  const { contentType, crc32c, bytes, metadata } = input;
  const resumable = bytes > ONE_REQUEST_BYTES_MAX;
  const target = file.createWriteStream({
    resumable,
    validation: false,
    preconditionOpts: { ifGenerationMatch: 0 },
    metadata: {
      contentType,
      crc32c,
      cacheControl: CACHE_CONTROL,
      ...(resumable ? { contentLength: bytes } : {}),
      ...(metadata ? { metadata } : {}),
    },
    ...(sessionUri === undefined ? {} : { uri: sessionUri }),
  });
  target.on('uri', keepUri);
  const signal = AbortSignal.timeout(SEND_BASE_MS + Math.ceil(bytes / SEND_BYTES_PER_MS_MIN));
  await pipeline(createReadStream(input.path, { highWaterMark: 256 * 1024 }), target, { signal });
}

function demandSame(found: StoredObject, wanted: PutInput): StoredObject {
  if (found.bytes !== wanted.bytes || found.crc32c !== wanted.crc32c) throw new ObjectDiffers(wanted.key, found.generation);
  return found;
}

async function remove(bucket: Bucket, key: string, generation: string | undefined): Promise<void> {
  try {
    await bucket.file(key).delete({ ignoreNotFound: true, ...(generation !== undefined && { ifGenerationMatch: generation }) });
  } catch (error) {
    if (generation === undefined || statusOf(error) !== 412) throw error;
  }
}

async function stat({ bucket, silentMs }: Tools, key: string): Promise<StoredObject | null> {
  try {
    const [metadata] = await unlessSilent(silentMs, () => bucket.file(key).getMetadata());
    return describe(bucket, metadata);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Pins the generation first: a stream that is resumed never mixes two objects. */
async function openRead(tools: Tools, key: string, range?: ReadRange): Promise<NodeJS.ReadableStream> {
  const found = await retryTransient(tools, () => stat(tools, key));
  if (!found) throw new ObjectMissing(key);
  return Readable.from(readOn(tools, found, range), { objectMode: false });
}

async function* readOn(tools: Tools, found: StoredObject, range?: ReadRange): AsyncGenerator<Buffer> {
  const end = Math.min(range?.end ?? Infinity, found.bytes - 1);
  let at = range?.start ?? 0;
  let crc = 0;
  let failures = 0;
  while (at <= end) {
    try {
      for await (const chunk of await fetchBytes(tools, found, at, end)) {
        at += chunk.byteLength;
        crc = crc32cOf(chunk, crc);
        failures = 0;
        yield chunk;
      }
      if (at <= end) throw new RangeError(`The bucket sent ${at} of ${found.bytes} bytes.`);
    } catch (error) {
      failures += 1;
      if (failures >= STORAGE_RETRIES.attempts || !isTransient(error)) throw error;
      await tools.clock.sleep(waitBefore(failures, STORAGE_RETRIES, tools.random()));
    }
  }
  if (!range && encodeCrc32c(crc) !== found.crc32c)
    throw new Error(`The bytes read from ${found.key} do not match its checksum. Read it again.`);
}

/**
 * The bytes [from, to] of one generation, by the JSON API's media address: the client's own read stream passes every byte through six streams and
 * warns of leaks. Throws with `status` where the answer is not the bytes.
 */
async function fetchBytes(tools: Tools, found: StoredObject, from: number, to: number): Promise<AsyncIterable<Buffer>> {
  const { storage } = tools.bucket;
  const path = `b/${encodeURIComponent(found.bucket)}/o/${encodeURIComponent(found.key)}`;
  const address = `${storage.apiEndpoint}/storage/v1/${path}?alt=media&generation=${found.generation}`;
  const answer = await unlessSilent(tools.silentMs, async (signal) => {
    const headers = tools.isForeign ? new Headers() : await storage.authClient.getRequestHeaders(address);
    headers.set('range', `bytes=${from}-${to}`);
    headers.set('accept-encoding', 'identity');
    return await fetch(address, { headers, signal });
  });
  if (answer.ok && answer.body) return chunksUnlessSilent(Readable.fromWeb(answer.body as WebStream), tools.silentMs);
  await answer.body?.cancel();
  throw Object.assign(new Error(`The bucket answered ${answer.status} to a read of ${found.key}.`), { status: answer.status });
}

function describe(bucket: Bucket, metadata: FileMetadata): StoredObject {
  const { name = '', size = 0, crc32c = '', generation = '' } = metadata;
  const said = Object.entries(metadata.metadata ?? {}).map(([key, value]) => [key, String(value)] as const);
  return {
    bucket: bucket.name,
    key: name,
    bytes: Number(size),
    crc32c,
    generation: String(generation),
    metadata: Object.fromEntries(said),
  };
}

async function signedUrl(
  { bucket, clock }: Tools,
  urls: RecentCache<Promise<string>>,
  input: Parameters<Storage['signedUrl']>[0],
): Promise<string> {
  const { beginsAtMs, endsAtMs } = urlWindow(input.expiresAt.getTime(), clock.now().getTime());
  const name = JSON.stringify([input.key, endsAtMs, input.downloadName, input.contentType]);
  const url = urls.getOrMake(name, async () => {
    const [signed] = await bucket.file(input.key).getSignedUrl({
      version: 'v4',
      action: 'read',
      accessibleAt: beginsAtMs,
      expires: endsAtMs,
      ...(input.downloadName === undefined ? {} : { responseDisposition: attachment(input.downloadName) }),
      ...(input.contentType === undefined ? {} : { responseType: input.contentType }),
    });
    return signed;
  });
  url.catch(() => urls.forget(name));
  return url;
}

async function* list(tools: Tools, prefix: string): AsyncGenerator<StoredObject> {
  let pageToken: string | undefined;
  do {
    const query = { prefix, autoPaginate: false, maxResults: PAGE_SIZE, ...(pageToken === undefined ? {} : { pageToken }) };
    const [files, next] = await retryTransient(tools, () => tools.bucket.getFiles(query));
    for (const file of files) yield describe(tools.bucket, file.metadata);
    pageToken = (next as { pageToken?: string } | null)?.pageToken;
  } while (pageToken !== undefined);
}
