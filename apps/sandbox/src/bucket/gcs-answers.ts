import type { BucketRow } from './buckets.store.ts';
import type { Resource } from './gcs-wire.ts';
import type { ObjectRow } from './objects.store.ts';

/** The object resource of the JSON API; `baseUrl` has no trailing slash. */
export function objectResource(row: ObjectRow, baseUrl: string): Resource {
  const path = `b/${encodeURIComponent(row.bucket)}/o/${encodeURIComponent(row.name)}`;
  const created = new Date(row.createdAt).toISOString();
  return {
    kind: 'storage#object',
    id: `${row.bucket}/${row.name}/${row.generation}`,
    selfLink: `${baseUrl}/storage/v1/${path}`,
    mediaLink: `${baseUrl}/download/storage/v1/${path}?generation=${row.generation}&alt=media`,
    name: row.name,
    bucket: row.bucket,
    generation: String(row.generation),
    metageneration: String(row.metageneration),
    storageClass: 'STANDARD',
    size: String(row.bytes),
    crc32c: row.crc32c,
    ...(row.md5 === null ? {} : { md5Hash: row.md5 }),
    ...(row.componentCount === null ? {} : { componentCount: row.componentCount }),
    etag: etagOf(row),
    timeCreated: created,
    timeFinalized: created,
    updated: new Date(row.updatedAt).toISOString(),
    timeStorageClassUpdated: created,
    ...(row.deletedAt === null ? {} : { timeDeleted: new Date(row.deletedAt).toISOString() }),
    ...row.fields,
  };
}

/** The bucket resource of the JSON API. */
export function bucketResource(row: BucketRow, baseUrl: string): Resource {
  return {
    location: 'LOCAL',
    locationType: 'region',
    storageClass: 'STANDARD',
    ...row.settings,
    kind: 'storage#bucket',
    id: row.name,
    name: row.name,
    selfLink: `${baseUrl}/storage/v1/b/${encodeURIComponent(row.name)}`,
    projectNumber: '0',
    metageneration: String(row.metageneration),
    generation: String(row.createdAt),
    etag: etagOf({ generation: row.createdAt, metageneration: row.metageneration }),
    timeCreated: new Date(row.createdAt).toISOString(),
    updated: new Date(row.updatedAt).toISOString(),
  };
}

/** The opaque tag that changes with content and with metadata. */
export const etagOf = (row: { generation: number; metageneration: number }): string =>
  Buffer.from(`${row.generation}/${row.metageneration}`).toString('base64');
