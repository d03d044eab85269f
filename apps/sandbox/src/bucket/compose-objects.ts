import { createReadStream } from 'node:fs';
import { answerJson, readJson, type Call, type Deps } from './call.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import { isResource, type Resource } from './gcs-wire.ts';
import { demandObjectName } from './names.ts';
import { readFields } from './object-fields.ts';
import { keptPath } from './object-files.ts';
import { demandObject } from './object-routes.ts';
import type { ObjectRow } from './objects.store.ts';
import { demandForWrite, readPreconditions } from './preconditions.rules.ts';
import { stage } from './upload.ts';
import { demandWritable, writeObject } from './write-object.ts';

const SOURCES_MAX = 32;

/** `POST …/o/{object}/compose`: joins up to 32 objects of the bucket. A composite has a crc32c and a component count, and no md5. */
export async function composeObjects(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  demandObjectName(name);
  const body = await readJson(call.body);
  const preconditions = readPreconditions(call.query);
  demandWritable(deps, bucket, name, preconditions);
  const sources = readSources(deps, bucket, body['sourceObjects']);
  const destination = isResource(body['destination']) ? body['destination'] : {};
  const { path, bytes, crc32c } = await stage(deps, joined(deps, sources));
  const row = await writeObject(deps, {
    bucket,
    name,
    fields: readFields(destination),
    preconditions,
    declared: {},
    staged: { path, bytes, crc32c, md5: null },
    componentCount: sources.reduce((sum, source) => sum + (source.componentCount ?? 1), 0),
  });
  answerJson(call, objectResource(row, deps.baseUrl));
}

function readSources(deps: Deps, bucket: string, list: unknown): ObjectRow[] {
  if (!Array.isArray(list) || list.length === 0) throw gcsErrors.required('You must provide at least one source component.');
  if (list.length > SOURCES_MAX)
    throw gcsErrors.invalid(`The number of source components provided (${list.length}) exceeds the maximum (${SOURCES_MAX})`);
  return list.filter(isResource).map((source) => readSource(deps, bucket, source));
}

function readSource(deps: Deps, bucket: string, source: Resource): ObjectRow {
  const generation = source['generation'] === undefined ? undefined : Number(source['generation']);
  const row = demandObject(deps, bucket, demandObjectName(source['name']), generation);
  const wanted = isResource(source['objectPreconditions']) ? source['objectPreconditions']['ifGenerationMatch'] : undefined;
  if (wanted !== undefined) demandForWrite({ generationMatch: Number(wanted) }, row);
  return row;
}

async function* joined(deps: Deps, sources: ObjectRow[]): AsyncGenerator<Buffer> {
  for (const source of sources)
    yield* createReadStream(keptPath(deps.files, source.file), { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
}
