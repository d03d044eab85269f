import { gcsErrors } from './gcs-error.ts';
import { isResource, type ObjectFields, type Resource } from './gcs-wire.ts';

const TEXTS = [
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'customTime',
  'storageClass',
] as const;
const FLAGS = ['temporaryHold', 'eventBasedHold'] as const;
const METADATA_BYTES_MAX = 8 * 1024;

/** Picks the settable fields of a new object out of a client's resource. Throws 400 on a field of the wrong type. */
export const readFields = (resource: Resource): ObjectFields => mergeFields({}, resource);

/** Lays a patch over fields: null removes, custom metadata is merged key by key, everything else is replaced. */
export function mergeFields(before: ObjectFields, patch: Resource): ObjectFields {
  const after: ObjectFields = { ...before };
  for (const key of TEXTS) {
    const value = patch[key];
    if (value === null) delete after[key];
    else if (typeof value === 'string') after[key] = value;
    else if (value !== undefined) throw wrongType(key);
  }
  for (const key of FLAGS) {
    const value = patch[key];
    if (value === null) delete after[key];
    else if (typeof value === 'boolean') after[key] = value;
    else if (value !== undefined) throw wrongType(key);
  }
  const metadata = mergeMetadata(before.metadata, patch['metadata']);
  delete after.metadata;
  if (metadata) after.metadata = metadata;
  return after;
}

function mergeMetadata(before: Record<string, string> | undefined, patch: unknown): Record<string, string> | undefined {
  if (patch === undefined) return before;
  if (patch === null) return undefined;
  if (!isResource(patch)) throw wrongType('metadata');
  const after = new Map(Object.entries(before ?? {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) after.delete(key);
    else if (typeof value === 'object') throw wrongType(`metadata.${key}`);
    else after.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const bytes = [...after].reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (bytes > METADATA_BYTES_MAX) throw gcsErrors.invalid(`The total size of custom metadata must be at most ${METADATA_BYTES_MAX} bytes.`);
  return after.size > 0 ? Object.fromEntries(after) : undefined;
}

const wrongType = (key: string) => gcsErrors.invalid(`Invalid value for field ${key}`);
