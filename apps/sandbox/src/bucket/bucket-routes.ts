import { answerEmpty, answerJson, readJson, type Call, type Deps } from './call.ts';
import { findBucket, insertBucket, listBuckets, removeBucket, saveBucket, type BucketRow } from './buckets.store.ts';
import { gcsErrors } from './gcs-error.ts';
import { bucketResource } from './gcs-answers.ts';
import { isResource, type Resource } from './gcs-wire.ts';
import { inTransaction } from './metadata-db.ts';
import { demandBucketName } from './names.ts';
import { hasObjects } from './objects.store.ts';
import { demandForRead, demandForWrite, readCount, readPreconditions } from './preconditions.rules.ts';
import { demandBucket } from './write-object.ts';

/** What the server alone writes into a bucket resource. */
const OUTPUT_ONLY = ['kind', 'id', 'name', 'selfLink', 'projectNumber', 'metageneration', 'generation', 'etag', 'timeCreated', 'updated'];
const PAGE_MAX = 1000;

export async function createBucket(deps: Deps, call: Call): Promise<void> {
  const resource = await readJson(call.body);
  const name = demandBucketName(resource['name']);
  const now = deps.now();
  const row: BucketRow = { name, metageneration: 1, createdAt: now, updatedAt: now, settings: mergeSettings({}, resource) };
  inTransaction(deps.db, () => {
    if (findBucket(deps.db, name))
      throw gcsErrors.conflict('Your previous request to create the named bucket succeeded and you already own it.');
    insertBucket(deps.db, row);
  });
  answerJson(call, bucketResource(row, deps.baseUrl));
}

export function answerBucket(deps: Deps, call: Call, name: string): void {
  const row = demandBucket(deps, name);
  demandForRead(readPreconditions(call.query), versionOf(row));
  answerJson(call, bucketResource(row, deps.baseUrl));
}

export function answerBuckets(deps: Deps, call: Call): void {
  const limit = Math.min(readCount(call.query, 'maxResults') || PAGE_MAX, PAGE_MAX);
  const token = call.query.get('pageToken') ?? '';
  const rows = listBuckets(deps.db, { prefix: call.query.get('prefix') ?? '', after: token, limit: limit + 1 });
  const items = rows.slice(0, limit).map((row) => bucketResource(row, deps.baseUrl));
  const next = rows.length > limit ? rows[limit - 1]?.name : undefined;
  answerJson(call, { kind: 'storage#buckets', items, ...(next === undefined ? {} : { nextPageToken: next }) });
}

/** `PATCH` merges field by field, `PUT` replaces. Lifecycle, labels, CORS and the rest are kept as given. */
export async function patchBucket(deps: Deps, call: Call, name: string): Promise<void> {
  const patch = await readJson(call.body);
  const row = inTransaction(deps.db, () => {
    const before = demandBucket(deps, name);
    demandForWrite(readPreconditions(call.query), versionOf(before));
    const settings = mergeSettings(call.method === 'PUT' ? {} : before.settings, patch);
    const after: BucketRow = { ...before, settings, metageneration: before.metageneration + 1, updatedAt: deps.now() };
    saveBucket(deps.db, after);
    return after;
  });
  answerJson(call, bucketResource(row, deps.baseUrl));
}

/** Only an empty bucket can go: 409 otherwise, noncurrent generations included. */
export function deleteBucket(deps: Deps, call: Call, name: string): void {
  inTransaction(deps.db, () => {
    const row = demandBucket(deps, name);
    demandForWrite(readPreconditions(call.query), versionOf(row));
    if (hasObjects(deps.db, name)) throw gcsErrors.conflict('The bucket you tried to delete is not empty.');
    removeBucket(deps.db, name);
  });
  answerEmpty(call, 204);
}

/** Null removes a field; `labels` are merged label by label; a policy, a lifecycle or a list is replaced whole. */
function mergeSettings(before: Resource, patch: Resource): Resource {
  const after: Resource = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    if (OUTPUT_ONLY.includes(key)) continue;
    if (value === null) delete after[key];
    else if (key === 'labels' && isResource(value)) after[key] = mergeLabels(before[key], value);
    else after[key] = value;
  }
  return after;
}

function mergeLabels(before: unknown, patch: Resource): Resource {
  const merged = { ...(isResource(before) ? before : {}), ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

const versionOf = (row: BucketRow) => ({ generation: row.createdAt, metageneration: row.metageneration });
