import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { crc32c } from '@node-rs/crc32';

const CHUNK_BYTES = 256 * 1024;

/** Length, sha256 and crc32c (base64 of the big-endian checksum, as Google Cloud Storage writes it) of a file, read in one pass. */
export async function hashFile(path: string): Promise<{ bytes: number; sha256: Buffer; crc32c: string }> {
  const sha256 = createHash('sha256');
  let checksum = 0;
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    checksum = crc32c(chunk, checksum);
    bytes += chunk.length;
  }
  const word = Buffer.alloc(4);
  word.writeUInt32BE(checksum);
  return { bytes, sha256: sha256.digest(), crc32c: word.toString('base64') };
}
