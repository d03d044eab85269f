import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** What a run of all tests has on its scratch folders at once, and as much again. */
const ROOM_BYTES_MIN = 2 * 1024 ** 3;
const MEMORY = '/dev/shm';

/**
 * Where tests keep databases, buckets and clips: in memory where the machine has room there, else the system's folder. Nearly every test has a
 * database of its own, whose 630 files a disk takes up to 700 ms to copy, and memory 30 ms.
 */
export const scratchRoot: string = hasRoom() ? MEMORY : tmpdir();

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES_MIN;
  } catch {
    return false;
  }
}
