import { crc32c as nativeCrc32c } from '@node-rs/crc32';

/** Continues a running crc32c over the next bytes; starts from 0. */
export const crc32cOf = (chunk: Uint8Array, running = 0): number => nativeCrc32c(chunk, running);

/** As Cloud Storage writes it: base64 of the four big-endian bytes. */
export function encodeCrc32c(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}
