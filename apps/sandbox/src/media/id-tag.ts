import { open } from 'node:fs/promises';

const TAG_LENGTH = 80;
const HEAD_BYTES = 256 * 1024;
const MARK = 'dailies-sandbox-video:';

/** What stands in a rendered file's comment until it is served: a place for the id, as long as any tag. */
export const TAG_PLACE = MARK.padEnd(TAG_LENGTH, '.');

/** The bytes that take that place: the same length, so that nothing else in the file moves. */
export function tagFor(key: string): Buffer {
  return Buffer.from(`${MARK}${key}`.slice(0, TAG_LENGTH).padEnd(TAG_LENGTH, ' '), 'latin1');
}

/** Where the place begins in an MP4 whose index comes first. Rejects where it is missing. */
export async function findTagPlace(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    const at = head.subarray(0, bytesRead).indexOf(TAG_PLACE, 0, 'latin1');
    if (at < 0) throw new Error(`${path} holds no place for a video's id`);
    return at;
  } finally {
    await file.close();
  }
}

/** Writes the tag over those bytes of a chunk that lie in its place; `from` is the chunk's offset in the file. */
export function applyTag(chunk: Buffer, from: number, tag: { at: number; bytes: Buffer }): Buffer {
  const start = Math.max(tag.at, from);
  const end = Math.min(tag.at + tag.bytes.length, from + chunk.length);
  if (start < end) tag.bytes.copy(chunk, start - from, start - tag.at, end - tag.at);
  return chunk;
}
