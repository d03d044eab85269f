import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BucketConfig } from '../../app/config.ts';
import { systemClock } from '../../lib/clock.ts';
import { hashFile } from '../../lib/hash-file.ts';
import { createGcsStorage } from '../../storage/gcs-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { broken, type Check, ok, sentenceOf, within } from './check.ts';

const ANSWER_WITHIN_MS = 10_000;
const URL_LIFE_MS = 5 * 60_000;
/** A patient adapter retries for seconds; whoever asks a doctor wants to hear at once. */
const hastyClock = { ...systemClock, sleep: () => Promise.resolve() };

export const bucket: Check = {
  name: 'Bucket',
  async examine({ config, services }) {
    if (config.bucket === null) {
      const { bucketUrl, serviceAccount, how } = await services.sandbox();
      const storage = createGcsStorage({ bucket: 'doctor', apiEndpoint: bucketUrl, credentials: serviceAccount, clock: hastyClock });
      await storage.ensureBucket();
      await within(ANSWER_WITHIN_MS, 'The bucket server', tryStorage(storage));
      return ok(`our own, ${how}: written, read by a signed URL, removed`);
    }
    const name = config.bucket.bucket;
    try {
      await within(ANSWER_WITHIN_MS, `The bucket ${name}`, tryStorage(openBucket(config.bucket)));
      return ok(`${name}: written, read by a signed URL, removed`);
    } catch (error) {
      return broken(`${name} can not be used: ${sentenceOf(error)}`, mendOf(name, error));
    }
  },
};

function openBucket({ bucket, apiEndpoint, credentials }: BucketConfig): Storage {
  const where = apiEndpoint === null ? {} : { apiEndpoint };
  return createGcsStorage({ bucket, ...where, ...(credentials === null ? {} : { credentials }), clock: hastyClock });
}

/** Writes an object, reads it as a browser would, and removes it. */
async function tryStorage(storage: Storage): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dailies-doctor-'));
  const file = path.join(folder, 'probe.txt');
  const key = `doctor/${systemClock.now().getTime()}-${process.pid}.txt`;
  try {
    await writeFile(file, 'written by npm run doctor\n');
    await storage.putFile({ key, path: file, contentType: 'text/plain', ...(await hashFile(file)) });
    const url = await storage.signedUrl({ key, expiresAt: new Date(systemClock.now().getTime() + URL_LIFE_MS) });
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS / 2) });
    if (!answer.ok) throw new Error(`its signed URL answers ${answer.status}.`);
    await answer.body?.cancel();
    await storage.remove(key);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mendOf(name: string, error: unknown): string {
  const status = Number((error as { code?: unknown }).code ?? (error as { status?: unknown }).status);
  if (status === 404) return `gcloud storage buckets create gs://${name} --uniform-bucket-level-access`;
  if (status === 401) return 'export GOOGLE_APPLICATION_CREDENTIALS=/path/to/service-account.json';
  if (status === 403) {
    const member = '--member=serviceAccount:NAME@PROJECT.iam.gserviceaccount.com';
    return `gcloud storage buckets add-iam-policy-binding gs://${name} ${member} --role=roles/storage.objectAdmin`;
  }
  return `gcloud storage ls gs://${name}   # or: unset GCS_BUCKET, for the bucket server that comes along`;
}
