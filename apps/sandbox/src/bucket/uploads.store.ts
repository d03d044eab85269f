import type { Digests } from './checksums.ts';
import type { MetadataDb } from './metadata-db.ts';
import type { ObjectFields } from './gcs-wire.ts';
import type { Preconditions } from './preconditions.rules.ts';

/** An open resumable session. Its bytes are the file `incoming/<id>.part`, whose length is what we hold; `totalBytes` null = not yet said. */
export type UploadRow = {
  id: string;
  bucket: string;
  name: string;
  createdAt: number;
  request: { fields: ObjectFields; preconditions: Preconditions; declared: Partial<Digests>; totalBytes: number | null };
};

export function insertUpload(db: MetadataDb, row: UploadRow): void {
  db.prepare('insert into uploads (id, bucket, name, created_at, request) values (?, ?, ?, ?, ?)').run(
    row.id,
    row.bucket,
    row.name,
    row.createdAt,
    JSON.stringify(row.request),
  );
}

export function findUpload(db: MetadataDb, id: string): UploadRow | null {
  const found = db.prepare('select * from uploads where id = ?').get(id);
  if (!found) return null;
  return {
    id: String(found['id']),
    bucket: String(found['bucket']),
    name: String(found['name']),
    createdAt: Number(found['created_at']),
    request: JSON.parse(String(found['request'])) as UploadRow['request'],
  };
}

export function removeUpload(db: MetadataDb, id: string): void {
  db.prepare('delete from uploads where id = ?').run(id);
}

/** Ends the sessions begun before `instant` (unix ms); their bytes fall to the sweep. */
export function removeUploadsBefore(db: MetadataDb, instant: number): void {
  db.prepare('delete from uploads where created_at < ?').run(instant);
}
