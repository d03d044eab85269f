import { randomBytes } from 'node:crypto';
import { open, stat, truncate } from 'node:fs/promises';
import { readContentRange, type ContentRange } from './byte-range.ts';
import { answerEmpty, answerJson, header, readJson, type Call, type Room } from './call.ts';
import { declaredDigests, digestsOf, startChecksums, type Checksums } from './checksums.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import { demandObjectName } from './names.ts';
import { readFields } from './object-fields.ts';
import { appendStream, dropFile, hashFile, incomingPath } from './object-files.ts';
import { findByUpload } from './objects-table.ts';
import { readPreconditions } from './preconditions.ts';
import { findUpload, insertUpload, removeUpload, type UploadRow } from './uploads-table.ts';
import { demandWritable, writeObject } from './write-object.ts';

/** A chunk that is not the last must end on a multiple of this many bytes. https://cloud.google.com/storage/docs/performing-resumable-uploads */
const CHUNK_BYTES = 256 * 1024;

/** Opens a session and answers its address in `Location`. Preconditions are judged now and again when the last byte is in. */
export async function startResumable(room: Room, call: Call, bucket: string): Promise<void> {
  const resource = await readJson(call.body);
  const name = demandObjectName(call.query.get('name') ?? resource['name']);
  const preconditions = readPreconditions(call.query);
  demandWritable(room, bucket, name, preconditions);
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
  const id = await openSession(room, { bucket, name, request });
  const address = new URL(`${room.baseUrl}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o`);
  address.search = new URLSearchParams({ uploadType: 'resumable', name, upload_id: id }).toString();
  answerEmpty(call, 200, { location: address.href, 'x-guploader-uploadid': id });
}

/** Makes the row and the empty file of a session; answers its id, which is a secret nobody can guess. */
export async function openSession(room: Room, session: Pick<UploadRow, 'bucket' | 'name' | 'request'>): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  await (await open(incomingPath(room.files, id), 'wx')).close();
  insertUpload(room.db, { id, createdAt: room.now(), ...session });
  return id;
}

/** `PUT` to a session: a status query, a chunk, or all the rest. Requests for one session take turns. */
export async function continueResumable(room: Room, call: Call, id: string): Promise<void> {
  await takeTurn(room, id, async (sums) => {
    const range = readContentRange(header(call, 'content-range'));
    const session = findUpload(room.db, id);
    if (!session) {
      answerFinished(room, call, id);
      return null;
    }
    const held = sums ?? (await rebuildSums(room, id));
    if (range.kind === 'query') return settle(room, call, session, held, range.total ?? session.request.totalBytes);
    const total = range.total ?? session.request.totalBytes;
    demandChunk(range, held, session);
    await receive(room, call, id, range, held);
    const endsWithBody = range.end === null && total === null;
    return settle(room, call, session, held, endsWithBody ? held.bytes : total);
  });
}

/** `DELETE` of a session: its bytes are dropped. 499 is what GCS answers. */
export async function cancelResumable(room: Room, call: Call, id: string): Promise<void> {
  await takeTurn(room, id, async () => {
    if (!findUpload(room.db, id)) throw unknownSession();
    await endSession(room, id);
    answerEmpty(call, 499);
    return null;
  });
}

/** Takes in the body from the byte we lack on; what arrived before a break stays. */
async function receive(
  room: Room,
  call: Call,
  id: string,
  range: Extract<ContentRange, { kind: 'bytes' }>,
  held: Checksums,
): Promise<void> {
  const last = range.total !== null && range.end !== null && range.end + 1 === range.total;
  const until = range.end === null ? (range.total ?? Infinity) : last ? range.end + 1 : floorToChunk(range.end + 1);
  const handle = await open(incomingPath(room.files, id), 'r+');
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
async function settle(room: Room, call: Call, session: UploadRow, held: Checksums, total: number | null): Promise<Checksums | null> {
  if (total === null || held.bytes < total) {
    answerEmpty(call, 308, held.bytes === 0 ? {} : { range: `bytes=0-${held.bytes - 1}` });
    return held;
  }
  const { bucket, name, id, request } = session;
  const late = declaredDigests({}, header(call, 'x-goog-hash'));
  const staged = { path: incomingPath(room.files, id), bytes: held.bytes, ...digestsOf(held) };
  try {
    const { fields, preconditions } = request;
    const declared = { ...request.declared, ...late };
    const row = await writeObject(room, { bucket, name, fields, preconditions, declared, staged, uploadId: id });
    answerJson(call, objectResource(row, room.baseUrl));
  } catch (error) {
    await endSession(room, id);
    throw error;
  }
  return null;
}

/** A finished session answers with its object, so that a client whose answer was lost learns that it succeeded. */
function answerFinished(room: Room, call: Call, id: string): void {
  const row = findByUpload(room.db, id);
  if (!row) throw unknownSession();
  answerJson(call, objectResource(row, room.baseUrl));
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

async function rebuildSums(room: Room, id: string): Promise<Checksums> {
  const path = incomingPath(room.files, id);
  const { size } = await stat(path);
  const sums = startChecksums();
  await hashFile(path, size, sums);
  await truncate(path, sums.bytes);
  return sums;
}

async function takeTurn(room: Room, id: string, work: (sums: Checksums | null) => Promise<Checksums | null>): Promise<void> {
  const before = room.sessions.get(id);
  const turn = Promise.withResolvers<void>();
  const mine = { sums: null as Checksums | null, turn: turn.promise };
  room.sessions.set(id, mine);
  await before?.turn;
  const sums = before?.sums ?? null;
  mine.sums = sums;
  try {
    mine.sums = await work(sums);
  } finally {
    if (mine.sums === null && room.sessions.get(id) === mine) room.sessions.delete(id);
    turn.resolve();
  }
}

async function endSession(room: Room, id: string): Promise<void> {
  removeUpload(room.db, id);
  await dropFile(incomingPath(room.files, id));
}

const unknownSession = () => gcsErrors.objectNotFound('upload session', 'not found, or ended');
const floorToChunk = (bytes: number) => Math.floor(bytes / CHUNK_BYTES) * CHUNK_BYTES;
