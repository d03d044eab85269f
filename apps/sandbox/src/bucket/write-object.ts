import type { Deps } from './call.ts';
import { findBucket, isVersioned, retentionSeconds, type BucketRow } from './buckets.store.ts';
import { demandDigests, type Digests } from './checksums.ts';
import { gcsErrors } from './gcs-error.ts';
import type { ObjectFields } from './gcs-wire.ts';
import { inTransaction } from './metadata-db.ts';
import { dropFile, keepFile, keptPath } from './object-files.ts';
import { archiveObject, findLive, insertObject, removeObject, type ObjectRow } from './objects.store.ts';
import { demandForWrite, type Preconditions } from './preconditions.rules.ts';
import { removeUpload } from './uploads.store.ts';

/** Bytes that lie complete and closed under `incoming/`, with what we computed of them. */
export type Staged = { path: string; bytes: number; crc32c: string; md5: string | null };

export type WriteInput = {
  bucket: string;
  name: string;
  fields: ObjectFields;
  preconditions: Preconditions;
  declared: Partial<Digests>;
  staged: Staged;
  uploadId?: string;
  componentCount?: number;
};

/**
 * Makes staged bytes the live object: all of it or nothing. Preconditions, holds and the swap are judged in one transaction, after the bytes are
 * durable. Whatever is refused leaves no file behind.
 */
export async function writeObject(deps: Deps, input: WriteInput): Promise<ObjectRow> {
  const { staged } = input;
  try {
    demandDigests(input.declared, { crc32c: staged.crc32c, md5: staged.md5 ?? input.declared.md5 ?? '' });
    demandWritable(deps, input.bucket, input.name, input.preconditions);
  } catch (error) {
    await dropFile(staged.path);
    throw error;
  }
  const generation = deps.nextGeneration();
  const file = await keepFile(deps.files, staged.path, input.bucket, generation, input.name);
  const now = deps.now();
  let replaced: ObjectRow | null = null;
  let row: ObjectRow;
  try {
    row = inTransaction(deps.db, () => {
      const { bucket, live } = demandWritable(deps, input.bucket, input.name, input.preconditions);
      if (live) replaced = retire(deps, bucket, live, now);
      const fresh = newRow(input, bucket, { generation, file, now });
      insertObject(deps.db, fresh);
      if (input.uploadId !== undefined) removeUpload(deps.db, input.uploadId);
      return fresh;
    });
  } catch (error) {
    await dropFile(keptPath(deps.files, file));
    throw error;
  }
  if (replaced) await dropFile(keptPath(deps.files, (replaced as ObjectRow).file));
  return row;
}

/** Throws 404, 403 or 412 unless (bucket, name) may be written now. Answers what is there. */
export function demandWritable(
  deps: Deps,
  bucketName: string,
  name: string,
  preconditions: Preconditions,
): { bucket: BucketRow; live: ObjectRow | null } {
  const bucket = demandBucket(deps, bucketName);
  const live = findLive(deps.db, bucketName, name);
  demandForWrite(preconditions, live);
  if (live) demandFree(deps, bucket, live);
  return { bucket, live };
}

export function demandBucket(deps: Deps, name: string): BucketRow {
  const bucket = findBucket(deps.db, name);
  if (!bucket) throw gcsErrors.bucketNotFound();
  return bucket;
}

/** Throws 403 while a hold or the bucket's retention period protects the object. */
export function demandFree(deps: Deps, bucket: BucketRow, row: ObjectRow): void {
  const { temporaryHold, eventBasedHold } = row.fields;
  if (temporaryHold || eventBasedHold) {
    const kind = temporaryHold ? 'Temporary hold' : 'Event-Based hold';
    throw gcsErrors.held(
      `Object '${row.bucket}/${row.name}' is under active ${kind} and cannot be deleted, overwritten or archived until hold is removed.`,
    );
  }
  const freeAt = row.createdAt + retentionSeconds(bucket) * 1000;
  if (deps.now() < freeAt) {
    throw gcsErrors.retained(
      `Object '${row.bucket}/${row.name}' is subject to bucket's retention policy and cannot be deleted, overwritten or archived until ${new Date(freeAt).toISOString()}`,
    );
  }
}

/** Takes the live row out of the way, inside a transaction. Answers the row whose file must go after the commit, or null where it is kept. */
export function retire(deps: Deps, bucket: BucketRow, live: ObjectRow, now: number): ObjectRow | null {
  if (isVersioned(bucket)) {
    archiveObject(deps.db, live.generation, now);
    return null;
  }
  removeObject(deps.db, live.generation);
  return live;
}

function newRow(input: WriteInput, bucket: BucketRow, at: { generation: number; file: string; now: number }): ObjectRow {
  const holds =
    bucket.settings['defaultEventBasedHold'] === true && input.fields.eventBasedHold === undefined ? { eventBasedHold: true } : {};
  return {
    generation: at.generation,
    bucket: input.bucket,
    name: input.name,
    metageneration: 1,
    live: true,
    file: at.file,
    bytes: input.staged.bytes,
    crc32c: input.staged.crc32c,
    md5: input.staged.md5,
    componentCount: input.componentCount ?? null,
    createdAt: at.now,
    updatedAt: at.now,
    deletedAt: null,
    uploadId: input.uploadId ?? null,
    fields: { ...input.fields, ...holds },
  };
}
