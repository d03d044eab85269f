import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { addBytes, type Checksums } from './checksums.ts';

/** Where object bytes live: `incoming/` holds what is still being written, `objects/` one plain file for each object generation. */
export type ObjectFiles = { root: string };

const SHARDS = 256;
const EXTENSION = /^\.[A-Za-z0-9]{1,8}$/;

export async function openObjectFiles(root: string): Promise<ObjectFiles> {
  await mkdir(join(root, 'incoming'), { recursive: true });
  await mkdir(join(root, 'objects'), { recursive: true });
  return { root };
}

/** A path under `incoming/` that nobody else uses. */
export const incomingPath = (files: ObjectFiles, id: string = randomUUID()): string => join(files.root, 'incoming', `${id}.part`);

/** The absolute path of a kept file. */
export const keptPath = (files: ObjectFiles, file: string): string => join(files.root, 'objects', file);

/** Appends a stream to an open file at `position`, hashing as it goes; holds one chunk at a time. */
export async function appendStream(handle: FileHandle, position: number, source: AsyncIterable<Buffer>, sums: Checksums): Promise<void> {
  let at = position;
  for await (const chunk of source) {
    await writeWhole(handle, chunk, at);
    addBytes(sums, chunk);
    at += chunk.byteLength;
  }
}

/** Reads a whole file into running checksums. */
export async function hashFile(path: string, sums: Checksums): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) addBytes(sums, chunk as Buffer);
}

/**
 * Makes an incoming file durable and moves it to its final place; answers its name below `objects/`. The order (bytes, rename, folder, and only
 * then the caller's metadata commit) is what makes a crash leave either the whole object or a stray file that {@link sweepFiles} removes.
 */
export async function keepFile(
  files: ObjectFiles,
  incoming: string,
  bucket: string,
  generation: number,
  objectName: string,
): Promise<string> {
  const extension = extname(objectName);
  const shard = (generation % SHARDS).toString(16).padStart(2, '0');
  const file = join(bucket, shard, `${generation}${EXTENSION.test(extension) ? extension : ''}`);
  const folder = join(files.root, 'objects', bucket, shard);
  await mkdir(folder, { recursive: true });
  await syncPath(incoming);
  await rename(incoming, keptPath(files, file));
  await syncPath(folder);
  return file;
}

/** Copies a kept file to `incoming/`, in the kernel where the file system can. */
export async function copyKept(files: ObjectFiles, file: string): Promise<string> {
  const target = incomingPath(files);
  await copyFile(keptPath(files, file), target);
  return target;
}

export async function dropFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Removes every file under `objects/` and `incoming/` that the metadata does not name. Run at start, before any request. */
export async function sweepFiles(
  files: ObjectFiles,
  isKept: (file: string) => boolean,
  isIncoming: (id: string) => boolean,
): Promise<number> {
  let removed = 0;
  const objects = join(files.root, 'objects');
  for (const entry of await readdir(objects, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (isKept(path.slice(objects.length + 1))) continue;
    await dropFile(path);
    removed += 1;
  }
  for (const name of await readdir(join(files.root, 'incoming'))) {
    if (isIncoming(name.replace(/\.part$/, ''))) continue;
    await dropFile(join(files.root, 'incoming', name));
    removed += 1;
  }
  return removed;
}

async function writeWhole(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < chunk.byteLength) done += (await handle.write(chunk, done, chunk.byteLength - done, position + done)).bytesWritten;
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
