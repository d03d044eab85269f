import { createHash, type Hash } from 'node:crypto';
import { crc32c as nativeCrc32c } from '@node-rs/crc32';
import { gcsErrors } from './gcs-error.ts';
import type { Resource } from './gcs-wire.ts';

/** Running crc32c and md5 of an object's bytes. */
export type Checksums = { bytes: number; crc: number; md5: Hash };

/** Checksums as the API writes them: base64, the crc32c big-endian. */
export type Digests = { crc32c: string; md5: string };

export const startChecksums = (): Checksums => ({ bytes: 0, crc: 0, md5: createHash('md5') });

export function addBytes(sums: Checksums, chunk: Uint8Array): void {
  sums.bytes += chunk.byteLength;
  sums.crc = nativeCrc32c(chunk, sums.crc);
  sums.md5.update(chunk);
}

export function digestsOf(sums: Checksums): Digests {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(sums.crc);
  return { crc32c: crc.toString('base64'), md5: sums.md5.copy().digest('base64') };
}

/** The checksums that the sender promised, in the resource or in headers. */
export function declaredDigests(resource: Resource, hashHeader: string | undefined, contentMd5?: string): Partial<Digests> {
  const declared: Partial<Digests> = readHashHeader(hashHeader);
  if (contentMd5 !== undefined) declared.md5 = contentMd5;
  if (typeof resource['crc32c'] === 'string') declared.crc32c = resource['crc32c'];
  if (typeof resource['md5Hash'] === 'string') declared.md5 = resource['md5Hash'];
  return declared;
}

/** Reads `x-goog-hash: crc32c=…,md5=…`; unknown names are ignored. */
function readHashHeader(header: string | undefined): Partial<Digests> {
  const declared: Partial<Digests> = {};
  for (const part of header?.split(',') ?? []) {
    const [name, value] = splitOnce(part.trim());
    if (name === 'crc32c' || name === 'md5') declared[name] = value;
  }
  return declared;
}

/** Throws 400 where the sender declared another checksum than the one we computed. */
export function demandDigests(declared: Partial<Digests>, found: Digests): void {
  if (declared.crc32c !== undefined && declared.crc32c !== found.crc32c) {
    throw gcsErrors.invalid(`Provided CRC32C "${declared.crc32c}" doesn't match calculated CRC32C "${found.crc32c}".`);
  }
  if (declared.md5 !== undefined && declared.md5 !== found.md5) {
    throw gcsErrors.invalid(`Provided MD5 hash "${declared.md5}" doesn't match calculated MD5 hash "${found.md5}".`);
  }
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
