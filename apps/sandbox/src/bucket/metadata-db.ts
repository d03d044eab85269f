import { DatabaseSync } from 'node:sqlite';

/** The bucket's metadata: SQLite in WAL mode, every commit on disk before it is answered. */
export type MetadataDb = DatabaseSync;

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

const SCHEMA = `
  create table if not exists buckets (
    name text primary key, metageneration integer not null, created_at integer not null, updated_at integer not null,
    settings text not null
  ) strict;
  create table if not exists objects (
    generation integer primary key, bucket text not null references buckets (name), name text not null,
    metageneration integer not null, live integer not null check (live in (0, 1)), file text not null unique,
    bytes integer not null, crc32c text not null, md5 text, component_count integer,
    created_at integer not null, updated_at integer not null, deleted_at integer, upload_id text, fields text not null
  ) strict;
  create unique index if not exists objects_live on objects (bucket, name) where live = 1;
  create index if not exists objects_all on objects (bucket, name, generation);
  create index if not exists objects_upload on objects (upload_id) where upload_id is not null;
  create table if not exists uploads (
    id text primary key, bucket text not null, name text not null, created_at integer not null, request text not null
  ) strict;
`;

const OTHER_SERVER_WAIT_MS = 2_000;

/** Opens or makes the database file, for this process alone: two servers over one folder would sweep away each other's uploads. */
export function openMetadataDb(path: string): MetadataDb {
  const db = new DatabaseSync(path, { timeout: OTHER_SERVER_WAIT_MS });
  try {
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
    db.exec(SCHEMA);
  } catch (error) {
    db.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new Error(`Another bucket server is using ${path}. Stop it, or give this one another data folder.`, { cause: error });
    }
    throw error;
  }
  return db;
}

/** Runs synchronous work in one transaction. */
export function inTransaction<T>(db: MetadataDb, work: () => T): T {
  db.exec('begin immediate');
  try {
    const answer = work();
    db.exec('commit');
    return answer;
  } catch (error) {
    db.exec('rollback');
    throw error;
  }
}
