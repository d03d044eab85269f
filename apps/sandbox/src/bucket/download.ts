import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { answerEmpty, header, type Call, type Deps } from './call.ts';
import { readRange } from './byte-range.rules.ts';
import { gcsErrors } from './gcs-error.ts';
import { etagOf } from './gcs-answers.ts';
import { keptPath } from './object-files.ts';
import type { ObjectRow } from './objects.store.ts';

const READ_BYTES = 256 * 1024;

/**
 * Sends an object's bytes: all, or one range. A gzip-encoded object is unpacked for a client that does not accept gzip, then without length and
 * ranges (https://cloud.google.com/storage/docs/transcoding). `extra` headers go on top.
 */
export async function sendMedia(deps: Deps, call: Call, row: ObjectRow, extra: Record<string, string> = {}): Promise<void> {
  const etag = `"${etagOf(row)}"`;
  if (header(call, 'if-none-match') === etag) return answerEmpty(call, 304, { etag, ...extra });
  const headers = asHeaderBytes({ ...mediaHeaders(row, etag), ...extra });
  if (row.fields.contentEncoding === 'gzip' && !/\bgzip\b/.test(header(call, 'accept-encoding') ?? '')) {
    return sendUnpacked(deps, call, row, headers);
  }
  const ifRange = header(call, 'if-range');
  const range = ifRange === undefined || ifRange === etag ? readRange(header(call, 'range'), row.bytes) : null;
  const { start, end } = range ?? { start: 0, end: row.bytes - 1 };
  const bytes = end - start + 1;
  const handle = await openKept(deps, row);
  try {
    call.response.writeHead(range ? 206 : 200, {
      ...headers,
      'content-length': String(bytes),
      ...(range ? { 'content-range': `bytes ${start}-${end}/${row.bytes}` } : {}),
    });
    if (call.method === 'HEAD' || bytes === 0) call.response.end();
    else await call.send(handle.createReadStream({ start, end, autoClose: false, highWaterMark: READ_BYTES }), bytes);
  } finally {
    await handle.close();
  }
}

async function sendUnpacked(deps: Deps, call: Call, row: ObjectRow, headers: Record<string, string>): Promise<void> {
  const { 'content-encoding': _packed, 'accept-ranges': _ranges, ...plain } = headers;
  const handle = await openKept(deps, row);
  try {
    call.response.writeHead(200, plain);
    if (call.method === 'HEAD') call.response.end();
    else await call.send(handle.createReadStream({ autoClose: false }).pipe(createGunzip()), row.bytes);
  } finally {
    await handle.close();
  }
}

function mediaHeaders(row: ObjectRow, etag: string): Record<string, string> {
  const { fields } = row;
  return {
    'content-type': fields.contentType ?? 'application/octet-stream',
    'cache-control': fields.cacheControl ?? 'private, max-age=0',
    ...(fields.contentDisposition === undefined ? {} : { 'content-disposition': fields.contentDisposition }),
    ...(fields.contentEncoding === undefined ? {} : { 'content-encoding': fields.contentEncoding }),
    ...(fields.contentLanguage === undefined ? {} : { 'content-language': fields.contentLanguage }),
    'accept-ranges': 'bytes',
    etag,
    'last-modified': new Date(row.updatedAt).toUTCString(),
    'x-goog-generation': String(row.generation),
    'x-goog-metageneration': String(row.metageneration),
    'x-goog-storage-class': 'STANDARD',
    'x-goog-stored-content-encoding': fields.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': String(row.bytes),
    'x-goog-hash': row.md5 === null ? `crc32c=${row.crc32c}` : `crc32c=${row.crc32c},md5=${row.md5}`,
  };
}

/** Metadata may be any text; a header carries its UTF-8 bytes, without line breaks and other controls. */
function asHeaderBytes(headers: Record<string, string>): Record<string, string> {
  const clean = (text: string): string => Buffer.from(text.replace(/\p{Cc}/gu, ' ')).toString('latin1');
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, clean(text)]));
}

/** A file that went between looking and opening was deleted in that moment: 404. */
async function openKept(deps: Deps, row: ObjectRow): Promise<FileHandle> {
  try {
    return await open(keptPath(deps.files, row.file), 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw gcsErrors.objectNotFound(row.bucket, row.name);
    throw error;
  }
}
