import { createHash } from 'node:crypto';
import { parseObject, type Body } from './read-body.ts';
import type { Dialect } from './dialects/dialect.ts';
import { readImageType } from './image-type.ts';
import { invalid } from './wire-error.ts';

/** Where uploaded files are looked up by id: their sha256, or null. */
export type ReferenceFiles = { findSha(id: string): string | null; read(sha: string): Promise<Buffer> };

type ReferenceShelf = { keepReference(sha: string, bytes: Buffer): Promise<void> };

const DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=\s]+)$/;

/**
 * Finds a request's reference image, checks that it is a JPEG, PNG or WebP of exactly the asked size, and keeps it. Answers its sha256,
 * or null where there is none. An http address is accepted and not fetched: this server reaches out to nothing.
 */
export async function findReference(
  dialect: Dialect,
  files: ReferenceFiles,
  shelf: ReferenceShelf,
  body: Body,
  size: string,
): Promise<string | null> {
  const upload = body.files.find((file) => file.field === dialect.reference.file);
  const bytes = upload?.bytes ?? (await readPointer(dialect, files, body));
  if (!bytes) return null;
  const image = readImageType(bytes);
  const param = dialect.reference.file ?? 'input_reference';
  if (!image) throw invalid(param, `Invalid file '${param}': unsupported mimetype. Supported are image/jpeg, image/png and image/webp.`);
  if (`${image.width}x${image.height}` !== size) {
    throw invalid(param, `Inpaint image must match the requested width and height: got ${image.width}x${image.height}, expected ${size}.`);
  }
  const sha = createHash('sha256').update(bytes).digest('hex');
  await shelf.keepReference(sha, bytes);
  return sha;
}

async function readPointer(dialect: Dialect, files: ReferenceFiles, body: Body): Promise<Buffer | null> {
  const { object, url } = dialect.reference;
  if (url !== null && body.fields[url] !== undefined) return readAddress(url, body.fields[url]);
  if (object === null || body.fields[object] === undefined) return null;
  const given = body.fields[object];
  const pointer = typeof given === 'string' ? parseObject(given) : (given as Record<string, unknown>);
  const fileId = pointer?.['file_id'];
  const address = pointer?.['image_url'];
  if (pointer === null || (fileId === undefined) === (address === undefined)) {
    throw invalid(object, `Invalid '${object}': provide exactly one of 'image_url' or 'file_id'.`);
  }
  if (address !== undefined) return readAddress(`${object}.image_url`, address);
  const sha = dialect.reference.fileIds && typeof fileId === 'string' ? files.findSha(fileId) : null;
  if (sha === null) throw invalid(`${object}.file_id`, `No such file: '${String(fileId).slice(0, 80)}'.`, 'file_not_found');
  return files.read(sha);
}

function readAddress(param: string, value: unknown): Buffer | null {
  const text = typeof value === 'string' ? value : '';
  const data = DATA_URL.exec(text);
  if (data) return Buffer.from(data[1] ?? '', 'base64');
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return null;
  throw invalid(param, `Invalid '${param}': expected an http(s) URL or a base64 data URL of a JPEG, PNG or WebP image.`, 'invalid_url');
}
