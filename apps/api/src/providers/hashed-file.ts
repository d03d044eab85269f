import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32c } from '@node-rs/crc32';

export type Taken = { kind: 'ended' } | { kind: 'too_large' } | { kind: 'broken'; note: string };

/** A file being written from streams, with the checksums of what is in it. */
export interface HashedFile {
  readonly bytes: number;
  /** Appends a stream until it ends, breaks, or the file would exceed `bytesMax`. Rejects where the disk refuses. */
  take(body: Readable, bytesMax: number): Promise<Taken>;
  /** Empties the file and forgets its checksums. */
  restart(): Promise<void>;
  finish(): Promise<{ bytes: number; sha256: Buffer; crc32c: string }>;
  close(): Promise<void>;
}

/** Bytes gathered before they are written: one system call for many network reads. */
const BATCH_BYTES = 256 * 1024;

export async function openHashedFile(path: string): Promise<HashedFile> {
  const handle = await open(path, 'w', 0o600);
  let sha256 = createHash('sha256');
  let checksum = 0;
  let bytes = 0;

  const append = async (chunks: Buffer[]): Promise<void> => {
    for (const chunk of chunks) {
      sha256.update(chunk);
      checksum = crc32c(chunk, checksum);
    }
    bytes += await writeAll(handle, chunks, bytes);
  };

  return {
    get bytes() {
      return bytes;
    },
    take: (body, bytesMax) => takeAll(body, append, bytesMax - bytes),
    async restart() {
      await handle.truncate(0);
      sha256 = createHash('sha256');
      checksum = 0;
      bytes = 0;
    },
    async finish() {
      const word = Buffer.alloc(4);
      word.writeUInt32BE(checksum);
      return { bytes, sha256: sha256.digest(), crc32c: word.toString('base64') };
    },
    close: () => handle.close(),
  };
}

/** Reading pauses while a batch is being written, so that memory stays flat however slow the disk is. */
async function takeAll(body: Readable, append: (chunks: Buffer[]) => Promise<void>, bytesMax: number): Promise<Taken> {
  let batch: Buffer[] = [];
  let batched = 0;
  let taken = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      taken += chunk.length;
      if (taken > bytesMax) return { kind: 'too_large' };
      batched += chunk.length;
      batch.push(chunk);
      if (batched < BATCH_BYTES) continue;
      await append(batch);
      batch = [];
      batched = 0;
    }
  } catch (error) {
    if (!body.errored) throw error;
    await append(batch);
    return { kind: 'broken', note: body.errored.message };
  }
  await append(batch);
  return { kind: 'ended' };
}

async function writeAll(handle: FileHandle, chunks: Buffer[], position: number): Promise<number> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { bytesWritten } = await handle.writev(chunks, position);
  if (bytesWritten === length) return length;
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  return bytesWritten + (await writeAll(handle, [rest], position + bytesWritten));
}
