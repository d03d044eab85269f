import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { MetadataDb } from './metadata-db.ts';
import type { ObjectFields } from './gcs-wire.ts';

/** One generation of an object. Times in unix milliseconds; `file` is relative to the objects folder; `fields` is what the user may set. */
export type ObjectRow = {
  generation: number;
  bucket: string;
  name: string;
  metageneration: number;
  live: boolean;
  file: string;
  bytes: number;
  crc32c: string;
  md5: string | null;
  componentCount: number | null;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
  uploadId: string | null;
  fields: ObjectFields;
};

export function findLive(db: MetadataDb, bucket: string, name: string): ObjectRow | null {
  return one(db, 'select * from objects where bucket = ? and name = ? and live = 1', bucket, name);
}

export function findGeneration(db: MetadataDb, bucket: string, name: string, generation: number): ObjectRow | null {
  return one(db, 'select * from objects where generation = ? and bucket = ? and name = ?', generation, bucket, name);
}

/** The object that a finished upload session made, if it still exists. */
export function findByUpload(db: MetadataDb, uploadId: string): ObjectRow | null {
  return one(db, 'select * from objects where upload_id = ?', uploadId);
}

/** The newest generation ever given that is still known; 0 without objects. */
export const lastGeneration = (db: MetadataDb): number =>
  Number(db.prepare('select coalesce(max(generation), 0) as last from objects').get()?.['last']);

export const isKeptFile = (db: MetadataDb, file: string): boolean =>
  db.prepare('select 1 from objects where file = ?').get(file) !== undefined;

export const hasObjects = (db: MetadataDb, bucket: string): boolean =>
  db.prepare('select 1 from objects where bucket = ? limit 1').get(bucket) !== undefined;

/** A place in a listing: what follows (name, generation); generation -1 stands just before the name. */
export type Cursor = { name: string; generation: number };

/** A page in the order of name (UTF-8 bytes) and generation, after a cursor and below the name `until`. */
export function listObjects(
  db: MetadataDb,
  input: { bucket: string; after: Cursor; until: string | null; versions: boolean; limit: number },
): ObjectRow[] {
  const { bucket, after, until, versions, limit } = input;
  const wheres = ['bucket = ?', '(name, generation) > (?, ?)'];
  const values: SQLInputValue[] = [bucket, after.name, after.generation];
  if (!versions) wheres.push('live = 1');
  if (until !== null) {
    wheres.push('name < ?');
    values.push(until);
  }
  const sql = `select * from objects where ${wheres.join(' and ')} order by name, generation limit ?`;
  return db
    .prepare(sql)
    .all(...values, limit)
    .map(readRow);
}

export function insertObject(db: MetadataDb, row: ObjectRow): void {
  db.prepare(
    `insert into objects (generation, bucket, name, metageneration, live, file, bytes, crc32c, md5, component_count,
       created_at, updated_at, deleted_at, upload_id, fields) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.generation,
    row.bucket,
    row.name,
    row.metageneration,
    row.live ? 1 : 0,
    row.file,
    row.bytes,
    row.crc32c,
    row.md5,
    row.componentCount,
    row.createdAt,
    row.updatedAt,
    row.deletedAt,
    row.uploadId,
    JSON.stringify(row.fields),
  );
}

/** Writes the parts of a row that a patch may change. */
export function saveFields(db: MetadataDb, row: ObjectRow): void {
  db.prepare('update objects set fields = ?, metageneration = ?, updated_at = ? where generation = ?').run(
    JSON.stringify(row.fields),
    row.metageneration,
    row.updatedAt,
    row.generation,
  );
}

/** Turns the live generation into a noncurrent one. */
export function archiveObject(db: MetadataDb, generation: number, deletedAt: number): void {
  db.prepare('update objects set live = 0, deleted_at = ? where generation = ?').run(deletedAt, generation);
}

export function removeObject(db: MetadataDb, generation: number): void {
  db.prepare('delete from objects where generation = ?').run(generation);
}

function one(db: MetadataDb, sql: string, ...values: SQLInputValue[]): ObjectRow | null {
  const found = db.prepare(sql).get(...values);
  return found ? readRow(found) : null;
}

function readRow(row: Record<string, SQLOutputValue>): ObjectRow {
  return {
    generation: Number(row['generation']),
    bucket: String(row['bucket']),
    name: String(row['name']),
    metageneration: Number(row['metageneration']),
    live: row['live'] === 1,
    file: String(row['file']),
    bytes: Number(row['bytes']),
    crc32c: String(row['crc32c']),
    md5: row['md5'] === null ? null : String(row['md5']),
    componentCount: row['component_count'] === null ? null : Number(row['component_count']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
    deletedAt: row['deleted_at'] === null ? null : Number(row['deleted_at']),
    uploadId: row['upload_id'] === null ? null : String(row['upload_id']),
    fields: JSON.parse(String(row['fields'])) as ObjectFields,
  };
}
