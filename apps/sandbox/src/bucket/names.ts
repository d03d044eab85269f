import { gcsErrors } from './gcs-error.ts';

const BUCKET_NAME = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;
const OBJECT_NAME_BYTES_MAX = 1024;

/** Throws 400 unless the name follows https://cloud.google.com/storage/docs/buckets#naming */
export function demandBucketName(name: unknown): string {
  const fits =
    typeof name === 'string' && BUCKET_NAME.test(name) && !name.includes('..') && name.split('.').every((part) => part.length <= 63);
  if (!fits) throw gcsErrors.invalid(`Invalid bucket name: '${String(name)}'`);
  return name;
}

/** Throws 400 unless the name follows https://cloud.google.com/storage/docs/objects#naming */
export function demandObjectName(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw gcsErrors.required('Required parameter: name');
  const bad =
    name === '.' || name === '..' || /[\0\r\n]/.test(name) || !name.isWellFormed() || Buffer.byteLength(name) > OBJECT_NAME_BYTES_MAX;
  if (bad) throw gcsErrors.invalid('Object name is not allowed: at most 1024 bytes of UTF-8, no NUL and no line break.');
  return name;
}
