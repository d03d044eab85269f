import { answerEmpty, answerJson, readJson, type Call, type Deps } from './call.ts';
import { sendMedia } from './download.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import { inTransaction } from './metadata-db.ts';
import { mergeFields } from './object-fields.ts';
import { dropFile, keptPath } from './object-files.ts';
import { findGeneration, findLive, removeObject, saveFields, type ObjectRow } from './objects.store.ts';
import { demandForRead, demandForWrite, readCount, readPreconditions } from './preconditions.rules.ts';
import { demandBucket, demandFree, retire } from './write-object.ts';

/** `GET …/o/{object}`: the resource, or with `alt=media` its bytes. */
export async function answerObject(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  const row = demandObject(deps, bucket, name, readCount(call.query, 'generation'));
  demandForRead(readPreconditions(call.query), row);
  if (call.query.get('alt') === 'media') await sendMedia(deps, call, row);
  else answerJson(call, objectResource(row, deps.baseUrl), 200, { etag: String(objectResource(row, deps.baseUrl)['etag']) });
}

/** `PATCH` merges, `PUT` replaces the settable fields. Holds do not stop it: they are lifted this way. */
export async function patchObject(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  const preconditions = readPreconditions(call.query);
  const generation = readCount(call.query, 'generation');
  const patch = await readJson(call.body);
  const row = inTransaction(deps.db, () => {
    const before = demandObject(deps, bucket, name, generation);
    demandForWrite(preconditions, before);
    const fields = mergeFields(call.method === 'PUT' ? {} : before.fields, patch);
    const after: ObjectRow = { ...before, fields, metageneration: before.metageneration + 1, updatedAt: deps.now() };
    saveFields(deps.db, after);
    return after;
  });
  answerJson(call, objectResource(row, deps.baseUrl));
}

/** `DELETE …/o/{object}`: the live object (kept as noncurrent under versioning), or with `generation` exactly that one, for good. */
export async function deleteObject(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  const generation = readCount(call.query, 'generation');
  await removeOne(deps, { bucket, name, generation, preconditions: readPreconditions(call.query) });
  answerEmpty(call, 204);
}

/** Deletes one object under preconditions; its file goes after the metadata is committed. Throws 404, 412, 403. */
export async function removeOne(
  deps: Deps,
  input: { bucket: string; name: string; generation: number | undefined; preconditions: ReturnType<typeof readPreconditions> },
): Promise<void> {
  const gone = inTransaction(deps.db, () => {
    const bucket = demandBucket(deps, input.bucket);
    const row = demandObject(deps, input.bucket, input.name, input.generation);
    demandForWrite(input.preconditions, row);
    demandFree(deps, bucket, row);
    if (input.generation === undefined) return retire(deps, bucket, row, deps.now());
    removeObject(deps.db, row.generation);
    return row;
  });
  if (gone) await dropFile(keptPath(deps.files, gone.file));
}

/** The live object, or one generation of it. Throws 404. */
export function demandObject(deps: Deps, bucket: string, name: string, generation?: number): ObjectRow {
  demandBucket(deps, bucket);
  const row = generation === undefined ? findLive(deps.db, bucket, name) : findGeneration(deps.db, bucket, name, generation);
  if (!row) throw gcsErrors.objectNotFound(bucket, name);
  return row;
}
