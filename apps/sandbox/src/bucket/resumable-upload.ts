import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readContentRange, type ContentRange } from './byte-range.rules.ts';
import { answerEmpty, answerJson, header, readJson, type Call, type Deps } from './call.ts';
import { declaredDigests, digestsOf, startChecksums, type Checksums } from './checksums.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import { demandObjectName } from './names.ts';
import { readFields } from './object-fields.ts';
import { appendStream, dropFile, hashFile, incomingPath } from './object-files.ts';
import { findByUpload } from './objects.store.ts';
import { readPreconditions } from './preconditions.rules.ts';
import { findUpload, insertUpload, removeUpload, type UploadRow } from './uploads.store.ts';
import { demandWritable, writeObject } from './write-object.ts';

/** A chunk that is not the last must end on a multiple of this many bytes. https://cloud.google.com/storage/docs/performing-resumable-uploads */
const CHUNK_BYTES = 256 * 1024;

/** Opens a session and answers its address in `Location`. Preconditions are judged now and again when the last byte is in. */
export async function startResumable(deps: Deps, call: Call, bucket: string): Promise<void> {
  const resource = await readJson(call.body);
  const name = demandObjectName(call.query.get('name') ?? resource['name']);
  const preconditions = readPreconditions(call.query);
  demandWritable(deps, bucket, name, preconditions);
  const fields = readFields(resource);
  const contentType = header(call, 'x-upload-content-type');
  if (contentType !== undefined) fields.contentType = contentType;
  const length = header(call, 'x-upload-content-length');
  const request = {
    fields,
    preconditions,
    declared: declaredDigests(resource, header(call, 'x-goog-hash')),
    totalBytes: length === undefined ? null : Number(length),
  };
  const id = await openSession(deps, { bucket, name, request });
  const address = new URL(`${deps.baseUrl}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o`);
  address.search = new URLSearchParams({ uploadType: 'resumable', name, upload_id: id }).toString();
  answerEmpty(call, 200, { location: address.href, 'x-guploader-uploadid': id });
}

/** Makes the row and the empty file of a session; answers its id, which is a secret nobody can guess. */
export async function openSession(deps: Deps, session: Pick<UploadRow, 'bucket' | 'name' | 'request'>): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  await (await open(incomingPath(deps.files, id), 'wx')).close();
  insertUpload(deps.db, { id, createdAt: deps.now(), ...session });
  return id;
}

/** `PUT` to a session: a status query, a chunk, or all the rest. Requests for one session take turns. */
export async function continueResumable(deps: Deps, call: Call, id: string): Promise<void> {
  await takeTurn(deps, id, async (sums) => {
    const range = readContentRange(header(call, 'content-range'));
    const session = findUpload(deps.db, id);
    if (!session) {
      answerFinished(deps, call, id);
      return null;
    }
    const held = sums ?? (await rebuildSums(deps, id));
    if (range.kind === 'query') return settle(deps, call, session, held, range.total ?? session.request.totalBytes);
    const total = range.total ?? session.request.totalBytes;
    demandChunk(range, held, session);
    await receive(deps, call, id, range, held);
    const endsWithBody = range.end === null && total === null;
    return settle(deps, call, session, held, endsWithBody ? held.bytes : total);
  });
}

/** `DELETE` of a session: its bytes are dropped. 499 is what GCS answers. */
export async function cancelResumable(deps: Deps, call: Call, id: string): Promise<void> {
  await takeTurn(deps, id, async () => {
    if (!findUpload(deps.db, id)) throw unknownSession();
    await endSession(deps, id);
    answerEmpty(call, 499);
    return null;
  });
}

/** Takes in the body from the byte we lack on; what arrived before a break stays. */
async function receive(
  deps: Deps,
  call: Call,
  id: string,
  range: Extract<ContentRange, { kind: 'bytes' }>,
  held: Checksums,
): Promise<void> {
  const last = range.total !== null && range.end !== null && range.end + 1 === range.total;
  const until = range.end === null ? (range.total ?? Infinity) : last ? range.end + 1 : floorToChunk(range.end + 1);
  const handle = await open(incomingPath(deps.files, id), 'r+');
  try {
    await appendStream(handle, held.bytes, window(call.body, range.start, held.bytes, until), held);
  } finally {
    await handle.truncate(held.bytes);
    await handle.close();
  }
}

/** The part of a body beginning at object position `start` that lies in [from, until); the rest is read and dropped. */
async function* window(source: AsyncIterable<Buffer>, start: number, from: number, until: number): AsyncGenerator<Buffer> {
  let at = start;
  for await (const chunk of source) {
    const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, until - at));
    at += chunk.byteLength;
    if (piece.byteLength > 0) yield piece;
  }
}

/** Answers 308 with what we hold, or, where that is everything, makes the object. Answers the sums to keep, null once the session is over. */
async function settle(deps: Deps, call: Call, session: UploadRow, held: Checksums, total: number | null): Promise<Checksums | null> {
  if (total === null || held.bytes < total) {
    answerEmpty(call, 308, held.bytes === 0 ? {} : { range: `bytes=0-${held.bytes - 1}` });
    return held;
  }
  const { bucket, name, id, request } = session;
  const late = declaredDigests({}, header(call, 'x-goog-hash'));
  const staged = { path: incomingPath(deps.files, id), bytes: held.bytes, ...digestsOf(held) };
  try {
    const { fields, preconditions } = request;
    const declared = { ...request.declared, ...late };
    const row = await writeObject(deps, { bucket, name, fields, preconditions, declared, staged, uploadId: id });
    answerJson(call, objectResource(row, deps.baseUrl));
  } catch (error) {
    await endSession(deps, id);
    throw error;
  }
  return null;
}

/** A finished session answers with its object, so that a client whose answer was lost learns that it succeeded. */
function answerFinished(deps: Deps, call: Call, id: string): void {
  const row = findByUpload(deps.db, id);
  if (!row) throw unknownSession();
  answerJson(call, objectResource(row, deps.baseUrl));
}

function demandChunk(range: Extract<ContentRange, { kind: 'bytes' }>, held: Checksums, session: UploadRow): void {
  const { totalBytes } = session.request;
  if (range.total !== null && totalBytes !== null && range.total !== totalBytes) {
    throw gcsErrors.invalid(`The total size ${range.total} differs from the ${totalBytes} that the session was opened with.`);
  }
  if (range.start > held.bytes) {
    throw gcsErrors.invalid(`The upload offset is ${range.start} bytes, which exceeds the already uploaded size of ${held.bytes} bytes.`);
  }
  const isLast = range.end === null || range.end + 1 === range.total;
  if (!isLast && floorToChunk((range.end ?? 0) + 1) <= held.bytes && (range.end ?? 0) + 1 > held.bytes) {
    throw gcsErrors.invalid(`A chunk that is not the last must reach a multiple of ${CHUNK_BYTES} bytes.`);
  }
}

/** After a restart: what lies on the disk is what we hold. A file that was lost with the power counts as empty. */
async function rebuildSums(deps: Deps, id: string): Promise<Checksums> {
  const path = incomingPath(deps.files, id);
  await (await open(path, 'a')).close();
  const sums = startChecksums();
  await hashFile(path, sums);
  return sums;
}

async function takeTurn(deps: Deps, id: string, work: (sums: Checksums | null) => Promise<Checksums | null>): Promise<void> {
  const before = deps.sessions.get(id);
  const turn = Promise.withResolvers<void>();
  const mine = { sums: null as Checksums | null, turn: turn.promise };
  deps.sessions.set(id, mine);
  await before?.turn;
  const sums = before?.sums ?? null;
  mine.sums = sums;
  try {
    mine.sums = await work(sums);
  } finally {
    if (mine.sums === null && deps.sessions.get(id) === mine) deps.sessions.delete(id);
    turn.resolve();
  }
}

async function endSession(deps: Deps, id: string): Promise<void> {
  removeUpload(deps.db, id);
  await dropFile(incomingPath(deps.files, id));
}

const unknownSession = () => gcsErrors.objectNotFound('upload session', 'not found, or ended');
const floorToChunk = (bytes: number) => Math.floor(bytes / CHUNK_BYTES) * CHUNK_BYTES;
