import { open } from 'node:fs/promises';
import { answerJson, header, type Call, type Deps } from './call.ts';
import { declaredDigests, digestsOf, startChecksums } from './checksums.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import type { Resource } from './gcs-wire.ts';
import { readRelated } from './multipart-related.ts';
import { demandObjectName } from './names.ts';
import { readFields } from './object-fields.ts';
import { appendStream, dropFile, incomingPath } from './object-files.ts';
import { readPreconditions } from './preconditions.rules.ts';
import { startResumable } from './resumable-upload.ts';
import { demandWritable, writeObject, type Staged } from './write-object.ts';

/** `POST /upload/storage/v1/b/{bucket}/o`: dispatches by `uploadType`. */
export async function startUpload(deps: Deps, call: Call, bucket: string): Promise<void> {
  const kind = call.query.get('uploadType');
  if (kind === 'resumable') return startResumable(deps, call, bucket);
  if (kind === 'media') {
    const contentType = header(call, 'content-type');
    return storeWhole(deps, call, bucket, { resource: {}, contentType, media: call.body });
  }
  if (kind === 'multipart') return storeWhole(deps, call, bucket, await readRelated(header(call, 'content-type'), call.body));
  throw gcsErrors.invalid(`Unknown uploadType: ${kind ?? '(none)'}`);
}

async function storeWhole(
  deps: Deps,
  call: Call,
  bucket: string,
  parts: { resource: Resource; contentType: string | undefined; media: AsyncIterable<Buffer> },
): Promise<void> {
  const order = await readRestWhenRefused(parts.media, () => checkOrder(deps, call, bucket, parts));
  const staged = await stage(deps, parts.media);
  const row = await writeObject(deps, { bucket, ...order, staged });
  answerJson(call, objectResource(row, deps.baseUrl));
}

/** What is to be written, and whether it may be, before a byte of it is kept. */
function checkOrder(deps: Deps, call: Call, bucket: string, parts: { resource: Resource; contentType: string | undefined }) {
  const name = demandObjectName(call.query.get('name') ?? parts.resource['name']);
  const preconditions = readPreconditions(call.query);
  demandWritable(deps, bucket, name, preconditions);
  const fields = readFields(parts.resource);
  if (fields.contentType === undefined && parts.contentType !== undefined) fields.contentType = parts.contentType;
  const declared = declaredDigests(parts.resource, header(call, 'x-goog-hash'), header(call, 'content-md5'));
  return { name, preconditions, fields, declared };
}

/** Like the real service, a refusal comes after the bytes were read: the client's upload streams hang on an earlier one. */
async function readRestWhenRefused<Order>(media: AsyncIterable<Buffer>, check: () => Order): Promise<Order> {
  try {
    return check();
  } catch (refusal) {
    for await (const _chunk of media);
    throw refusal;
  }
}

/** Streams bytes into a new incoming file. A source that breaks off leaves none behind. */
export async function stage(deps: Deps, source: AsyncIterable<Buffer>): Promise<Staged> {
  const path = incomingPath(deps.files);
  const sums = startChecksums();
  try {
    const handle = await open(path, 'wx');
    try {
      await appendStream(handle, 0, source, sums);
    } finally {
      await handle.close();
    }
  } catch (error) {
    await dropFile(path);
    throw error;
  }
  return { path, bytes: sums.bytes, ...digestsOf(sums) };
}
