import { accessSync, constants, lstatSync, mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a run of all tests has on its scratch folders at once, and as much again. */
const ROOM_BYTES_MIN = 2 * 1024 ** 3;
const MEMORY = '/dev/shm';

/**
 * Where tests keep databases, buckets and clips: in memory where the machine has room there, else the system's folder. Nearly every test has a
 * database of its own, whose 630 files a disk takes up to 700 ms to copy, and memory 30 ms.
 */
export const scratchRoot: string = hasRoom() ? MEMORY : tmpdir();

/**
 * The folder of what every run of this user shares, below the system's temporary folder. Throws where another user has taken its name: what
 * lies there is not to be trusted.
 */
export function sharedFolder(name: string): string {
  const uid = process.getuid?.() ?? 0;
  const folder = path.join(tmpdir(), `dailies-${name}-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid)
    throw new Error(`${folder} belongs to another user: remove it, or set TMPDIR to a folder of yours`);
  return folder;
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES_MIN;
  } catch {
    return false;
  }
}
