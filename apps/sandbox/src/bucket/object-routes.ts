import { answerEmpty, answerJson, readJson, type Call, type Room } from './call.ts';
import { sendMedia } from './download.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import { inTransaction } from './metadata-db.ts';
import { mergeFields } from './object-fields.ts';
import { dropFile, keptPath } from './object-files.ts';
import { findGeneration, findLive, removeObject, saveFields, type ObjectRow } from './objects-table.ts';
import { demandForRead, demandForWrite, readCount, readPreconditions } from './preconditions.ts';
import { demandBucket, demandFree, retire } from './write-object.ts';

/** `GET …/o/{object}`: the resource, or with `alt=media` its bytes. */
export async function answerObject(room: Room, call: Call, bucket: string, name: string): Promise<void> {
  const row = demandObject(room, bucket, name, readCount(call.query, 'generation'));
  demandForRead(readPreconditions(call.query), row);
  if (call.query.get('alt') === 'media') await sendMedia(room, call, row);
  else answerJson(call, objectResource(row, room.baseUrl), 200, { etag: String(objectResource(row, room.baseUrl)['etag']) });
}

/** `PATCH` merges, `PUT` replaces the settable fields. Holds do not stop it: they are lifted this way. */
export async function patchObject(room: Room, call: Call, bucket: string, name: string): Promise<void> {
  const preconditions = readPreconditions(call.query);
  const generation = readCount(call.query, 'generation');
  const patch = await readJson(call.body);
  const row = inTransaction(room.db, () => {
    const before = demandObject(room, bucket, name, generation);
    demandForWrite(preconditions, before);
    const fields = mergeFields(call.method === 'PUT' ? {} : before.fields, patch);
    const after: ObjectRow = { ...before, fields, metageneration: before.metageneration + 1, updatedAt: room.now() };
    saveFields(room.db, after);
    return after;
  });
  answerJson(call, objectResource(row, room.baseUrl));
}

/** `DELETE …/o/{object}`: the live object (kept as noncurrent under versioning), or with `generation` exactly that one, for good. */
export async function deleteObject(room: Room, call: Call, bucket: string, name: string): Promise<void> {
  const generation = readCount(call.query, 'generation');
  await removeOne(room, { bucket, name, generation, preconditions: readPreconditions(call.query) });
  answerEmpty(call, 204);
}

/** Deletes one object under preconditions; its file goes after the metadata is committed. Throws 404, 412, 403. */
export async function removeOne(
  room: Room,
  input: { bucket: string; name: string; generation: number | undefined; preconditions: ReturnType<typeof readPreconditions> },
): Promise<void> {
  const gone = inTransaction(room.db, () => {
    const bucket = demandBucket(room, input.bucket);
    const row = demandObject(room, input.bucket, input.name, input.generation);
    demandForWrite(input.preconditions, row);
    demandFree(room, bucket, row);
    if (input.generation === undefined) return retire(room, bucket, row, room.now());
    removeObject(room.db, row.generation);
    return row;
  });
  if (gone) await dropFile(keptPath(room.files, gone.file));
}

/** The live object, or one generation of it. Throws 404. */
export function demandObject(room: Room, bucket: string, name: string, generation?: number): ObjectRow {
  demandBucket(room, bucket);
  const row = generation === undefined ? findLive(room.db, bucket, name) : findGeneration(room.db, bucket, name, generation);
  if (!row) throw gcsErrors.objectNotFound(bucket, name);
  return row;
}
