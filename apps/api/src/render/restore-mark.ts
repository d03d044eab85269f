import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deps } from '../deps.ts';
import { hashFile } from '../lib/hash-file.ts';
import { markKey, MARKS_PREFIX, readMarkKey } from '../storage/object-keys.ts';

/** How far the database had come when it was last marked, and how far it is; numbers of events. */
export interface Reach {
  marked: number;
  reached: number;
}

/**
 * The highest mark and the database's own number. Events are numbered without a gap and never fewer, so a mark above the number says that the database
 * went back: it was restored from a backup.
 */
export async function readReach({ db, storage }: Pick<Deps, 'db' | 'storage'>): Promise<Reach> {
  let marked = 0;
  for await (const { key } of storage.list(MARKS_PREFIX)) marked = Math.max(marked, readMarkKey(key) ?? 0);
  const { last_seq: reached } = await db.selectFrom('event_sequence').select('last_seq').executeTakeFirstOrThrow();
  return { marked, reached };
}

/**
 * Lays a mark of the database's number in the bucket, outside of any backup of the database, and removes lower ones. A higher one is the evidence of a
 * restore and stays, until `guardRestore` has judged it and lays its mark `anew`.
 */
export async function leaveMark(deps: Pick<Deps, 'db' | 'storage' | 'paths'>, { anew = false } = {}): Promise<void> {
  const { marked, reached } = await readReach(deps);
  if (marked > reached && !anew) return;
  const folder = await mkdtemp(path.join(deps.paths.temp, 'mark-'));
  try {
    const file = path.join(folder, 'mark');
    await writeFile(file, String(reached));
    const { bytes, crc32c } = await hashFile(file);
    await deps.storage.putFile({ key: markKey(reached), path: file, contentType: 'text/plain', bytes, crc32c });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for await (const { key } of deps.storage.list(MARKS_PREFIX)) {
    const number = readMarkKey(key);
    if (number !== reached && (anew || number === null || number < reached)) await deps.storage.remove(key);
  }
}
