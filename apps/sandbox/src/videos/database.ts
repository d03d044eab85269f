import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS videos (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('queued', 'in_progress', 'completed', 'failed', 'expired')),
  model TEXT NOT NULL,
  prompt_sha TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  asked TEXT NOT NULL,
  ending TEXT NOT NULL,
  queue_ms REAL NOT NULL,
  render_ms REAL NOT NULL,
  burnt INTEGER,
  created_ms INTEGER NOT NULL,
  started_ms INTEGER,
  finished_ms INTEGER,
  expires_ms INTEGER,
  deleted_ms INTEGER,
  error TEXT
);
CREATE INDEX IF NOT EXISTS videos_open ON videos (seq) WHERE state IN ('queued', 'in_progress') AND deleted_ms IS NULL;

CREATE TABLE IF NOT EXISTS ledger (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('create', 'start', 'delete')),
  video_id TEXT,
  model TEXT,
  seconds TEXT,
  size TEXT,
  prompt_sha TEXT,
  fingerprint TEXT,
  client_request_id TEXT,
  request_id TEXT,
  status INTEGER,
  outcome TEXT,
  billed INTEGER NOT NULL DEFAULT 0,
  cost_micros INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS ledger_prompt ON ledger (prompt_sha);
CREATE INDEX IF NOT EXISTS ledger_fingerprint ON ledger (fingerprint);

CREATE TABLE IF NOT EXISTS fault_counts (name TEXT NOT NULL, subject TEXT NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (name, subject));

CREATE TABLE IF NOT EXISTS webhook_deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL,
  body TEXT NOT NULL,
  forged INTEGER NOT NULL,
  due_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  first_ms INTEGER NOT NULL,
  ended TEXT CHECK (ended IN ('delivered', 'given_up'))
);
CREATE INDEX IF NOT EXISTS webhook_due ON webhook_deliveries (due_ms) WHERE ended IS NULL;

CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, filename TEXT NOT NULL, bytes INTEGER NOT NULL, purpose TEXT NOT NULL, sha TEXT NOT NULL,
  created_ms INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/**
 * Opens (or makes) the sandbox's own database. A commit is in the operating system's hands before the call returns, so that a
 * killed process loses nothing it has answered for. The folder belongs to this process while it lives: throws FolderInUse after two
 * seconds where another sandbox has it.
 */
export function openDatabase(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(dataDir, 'videos.sqlite'));
  try {
    db.exec('PRAGMA busy_timeout = 2000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && error.message.includes('locked')) throw new FolderInUse(dataDir);
    throw error;
  }
}

/** Another sandbox is running in this data folder. */
export class FolderInUse extends Error {
  constructor(dataDir: string) {
    super(`another sandbox is running in ${dataDir}; stop it, or give this one a folder of its own with --data.`);
  }
}

/** Runs a synchronous piece of work in one transaction: all of it, or none. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
