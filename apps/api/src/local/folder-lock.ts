import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { StartRefusal } from './start-refusal.ts';
import { waitUntil } from './wait-until.ts';

const LOCK_WAIT_MS = 90_000;
/** SQLITE_BUSY and SQLITE_LOCKED (sqlite.org/rescode.html). */
const BUSY_CODES = new Set([5, 6]);

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && BUSY_CODES.has(Number(error.errcode));
}

function tryLock(file: string): DatabaseSync | null {
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/**
 * Runs `work` while no other launcher of this machine works on the same folder. The lock is the operating system's lock on a small
 * SQLite file, so it vanishes with its holder, also after `kill -9`. Refuses after 90 s.
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  let lock: DatabaseSync | null = null;
  const isHeld = await waitUntil(() => (lock = tryLock(path.join(folder, 'launcher.lock'))) !== null, {
    withinMs: LOCK_WAIT_MS,
    everyMs: 50,
  });
  if (!isHeld) {
    throw new StartRefusal(
      'LOCAL_FOLDER_LOCKED',
      `Another launcher has been starting or stopping services in ${folder} for more than ${LOCK_WAIT_MS / 1000} seconds. ` +
        'Wait until it has finished or end it, then start again; or give this one another data folder.',
    );
  }
  try {
    return await work();
  } finally {
    (lock as DatabaseSync | null)?.close();
  }
}
