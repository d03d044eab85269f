import { answerJson, readJson, type Call, type Deps } from './call.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import type { ObjectFields, Resource } from './gcs-wire.ts';
import { inTransaction } from './metadata-db.ts';
import { demandObjectName } from './names.ts';
import { readFields } from './object-fields.ts';
import { copyKept, dropFile, keptPath } from './object-files.ts';
import { demandObject } from './object-routes.ts';
import { insertObject, removeObject, type ObjectRow } from './objects.store.ts';
import { demandForWrite, readCount, readPreconditions } from './preconditions.rules.ts';
import { demandBucket, demandFree, demandWritable, retire, writeObject } from './write-object.ts';

type Place = { bucket: string; name: string };

const MIB = 1024 * 1024;

/** `POST …/rewriteTo/…`: a copy that may take several calls; the token only says how far a client has been told we are. */
export async function rewriteObject(deps: Deps, call: Call, from: Place, to: Place): Promise<void> {
  const source = demandSource(deps, call, from);
  const step = readCount(call.query, 'maxBytesRewrittenPerCall') ?? Infinity;
  if (step < MIB || (step !== Infinity && step % MIB !== 0)) {
    throw gcsErrors.invalid('maxBytesRewrittenPerCall must be a multiple of 1 MiB.');
  }
  const done = Math.min(source.bytes, rewrittenSoFar(call.query.get('rewriteToken'), source) + step);
  const answer = { kind: 'storage#rewriteResponse', totalBytesRewritten: String(done), objectSize: String(source.bytes) };
  if (done < source.bytes) {
    demandWritable(deps, to.bucket, to.name, readPreconditions(call.query));
    answerJson(call, { ...answer, done: false, rewriteToken: `${source.generation}.${done}` });
    return;
  }
  const row = await copyRow(deps, call, source, to);
  answerJson(call, { ...answer, done: true, resource: objectResource(row, deps.baseUrl) });
}

/** `POST …/copyTo/…`: the same in one call, answering the new resource. */
export async function copyObject(deps: Deps, call: Call, from: Place, to: Place): Promise<void> {
  const row = await copyRow(deps, call, demandSource(deps, call, from), to);
  answerJson(call, objectResource(row, deps.baseUrl));
}

/** `POST …/moveTo/…`: renames within a bucket, in one transaction; the bytes stay where they are. */
export async function moveObject(deps: Deps, call: Call, from: Place, name: string): Promise<void> {
  demandObjectName(name);
  const generation = deps.nextGeneration();
  const now = deps.now();
  const { moved, replaced } = inTransaction(deps.db, () => {
    const bucket = demandBucket(deps, from.bucket);
    const source = demandSource(deps, call, from);
    demandFree(deps, bucket, source);
    const { live } = demandWritable(deps, from.bucket, name, readPreconditions(call.query));
    if (live?.generation === source.generation) throw gcsErrors.invalid('An object cannot be moved onto itself.');
    const gone = live ? retire(deps, bucket, live, now) : null;
    removeObject(deps.db, source.generation);
    const row: ObjectRow = { ...source, name, generation, metageneration: 1, createdAt: now, updatedAt: now, uploadId: null };
    insertObject(deps.db, row);
    return { moved: row, replaced: gone };
  });
  if (replaced) await dropFile(keptPath(deps.files, replaced.file));
  answerJson(call, objectResource(moved, deps.baseUrl));
}

async function copyRow(deps: Deps, call: Call, source: ObjectRow, to: Place): Promise<ObjectRow> {
  demandObjectName(to.name);
  const body = await readJson(call.body);
  const preconditions = readPreconditions(call.query);
  demandWritable(deps, to.bucket, to.name, preconditions);
  const path = await copyKept(deps.files, source.file);
  return writeObject(deps, {
    ...to,
    fields: copiedFields(source, body),
    preconditions,
    declared: {},
    staged: { path, bytes: source.bytes, crc32c: source.crc32c, md5: source.md5 },
    ...(source.componentCount === null ? {} : { componentCount: source.componentCount }),
  });
}

/** What the request sets replaces all; where it sets nothing the source's fields go along, but never its holds. */
function copiedFields(source: ObjectRow, body: Resource): ObjectFields {
  const given = readFields(body);
  if (Object.keys(given).length > 0) return given;
  const { temporaryHold: _temporary, eventBasedHold: _event, ...fields } = source.fields;
  return fields;
}

function demandSource(deps: Deps, call: Call, from: Place): ObjectRow {
  const source = demandObject(deps, from.bucket, from.name, readCount(call.query, 'sourceGeneration'));
  demandForWrite(readPreconditions(call.query, 'ifSource'), source);
  return source;
}

function rewrittenSoFar(token: string | null, source: ObjectRow): number {
  if (token === null) return 0;
  const [generation, done] = token.split('.').map(Number);
  if (generation !== source.generation || done === undefined || !Number.isSafeInteger(done)) {
    throw gcsErrors.invalid('The rewriteToken does not belong to this source object.');
  }
  return done;
}
