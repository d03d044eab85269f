import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Storage, type Bucket, type CreateBucketRequest } from '@google-cloud/storage';
import { GoogleAuth } from 'google-auth-library';
import { startBucket, type BucketServer } from '../../apps/sandbox/src/bucket/start-bucket.ts';
import { publicKeyPem, serviceAccount } from './identity.ts';
import { scratchRoot } from './scratch.ts';

export type TestBucket = { server: BucketServer; client: Storage; dataDir: string; close(): Promise<void> };

/** A bucket server on a free port with its own folder, and Google's client pointed at it. */
export async function startTestBucket(options: { now?: () => number } = {}): Promise<TestBucket> {
  const dataDir = await mkdtemp(join(scratchRoot, 'dailies-bucket-'));
  const server = await startBucket({ port: 0, dataDir, clientEmail: serviceAccount.client_email, publicKeyPem, ...options });
  return {
    server,
    client: createClient(server.url),
    dataDir,
    close: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Google's client, unmodified. Its retries are off, so that a refusal is seen at once. */
export const createClient = (url: string): Storage =>
  new Storage({
    apiEndpoint: url,
    projectId: 'dailies',
    authClient: Object.assign(new GoogleAuth(), { jsonContent: { type: 'service_account', ...serviceAccount } }),
    retryOptions: { autoRetry: false },
  });

/** A bucket with a fresh name. */
export async function makeBucket(client: Storage, metadata: CreateBucketRequest = {}): Promise<Bucket> {
  const [bucket] = await client.createBucket(`test-${randomBytes(6).toString('hex')}`, metadata);
  return bucket;
}

/** What went wrong, as the client says it. */
export async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    const { code, status } = error as { code?: unknown; status?: unknown };
    return code ?? status ?? error;
  }
  return 'no error';
}

/** What `fetch` asks for before it sends a body that is a stream; the browser's types do not know it. */
export const STREAMED = { duplex: 'half' } as const;
