import type { SQLOutputValue } from 'node:sqlite';
import type { MetadataDb } from './metadata-db.ts';
import type { Resource } from './gcs-wire.ts';

/** A bucket; times in unix milliseconds. `settings` keeps what a client set: versioning, lifecycle, labels, retention policy and the rest. */
export type BucketRow = { name: string; metageneration: number; createdAt: number; updatedAt: number; settings: Resource };

export function findBucket(db: MetadataDb, name: string): BucketRow | null {
  const found = db.prepare('select * from buckets where name = ?').get(name);
  return found ? readRow(found) : null;
}

/** Buckets in name order, whose names start with `prefix` and come after `after`. */
export function listBuckets(db: MetadataDb, input: { prefix: string; after: string; limit: number }): BucketRow[] {
  return db
    .prepare('select * from buckets where substr(name, 1, length(?1)) = ?1 and name > ?2 order by name limit ?3')
    .all(input.prefix, input.after, input.limit)
    .map(readRow);
}

export function insertBucket(db: MetadataDb, row: BucketRow): void {
  db.prepare('insert into buckets (name, metageneration, created_at, updated_at, settings) values (?, ?, ?, ?, ?)').run(
    row.name,
    row.metageneration,
    row.createdAt,
    row.updatedAt,
    JSON.stringify(row.settings),
  );
}

export function saveBucket(db: MetadataDb, row: BucketRow): void {
  db.prepare('update buckets set metageneration = ?, updated_at = ?, settings = ? where name = ?').run(
    row.metageneration,
    row.updatedAt,
    JSON.stringify(row.settings),
    row.name,
  );
}

export function removeBucket(db: MetadataDb, name: string): void {
  db.prepare('delete from uploads where bucket = ?').run(name);
  db.prepare('delete from buckets where name = ?').run(name);
}

/** Whether overwriting and deleting keep the former generation. */
export function isVersioned(bucket: BucketRow): boolean {
  const versioning = bucket.settings['versioning'];
  return typeof versioning === 'object' && versioning !== null && 'enabled' in versioning && versioning.enabled === true;
}

/** Seconds for which an object may be neither deleted nor overwritten; 0 without a retention policy. */
export function retentionSeconds(bucket: BucketRow): number {
  const policy = bucket.settings['retentionPolicy'];
  if (typeof policy !== 'object' || policy === null || !('retentionPeriod' in policy)) return 0;
  return Number(policy.retentionPeriod) || 0;
}

function readRow(row: Record<string, SQLOutputValue>): BucketRow {
  return {
    name: String(row['name']),
    metageneration: Number(row['metageneration']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
    settings: JSON.parse(String(row['settings'])) as Resource,
  };
}
