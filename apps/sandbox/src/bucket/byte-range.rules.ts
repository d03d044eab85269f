import { gcsErrors } from './gcs-error.ts';

/** Inclusive byte positions. */
export type ByteRange = { start: number; end: number };

/** What a PUT to a resumable session says of its body; null = not said (`*`). */
export type ContentRange =
  | { kind: 'query'; total: number | null }
  | { kind: 'bytes'; start: number; end: number | null; total: number | null };

/**
 * Reads a `Range` header against an object of `bytes` bytes. Null = send the whole (absent, several ranges, or not bytes, as RFC 9110 14.2
 * allows); throws 416 where no byte matches.
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | null {
  const found = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return null;
  if (found[1] === '') {
    const length = Math.min(Number(found[2]), bytes);
    if (length === 0) throw gcsErrors.rangeNotSatisfiable();
    return { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(found[1]);
  const end = found[2] === '' ? bytes - 1 : Math.min(Number(found[2]), bytes - 1);
  if (found[2] !== '' && Number(found[2]) < start) return null;
  if (start >= bytes) throw gcsErrors.rangeNotSatisfiable();
  return { start, end };
}

/** Reads `Content-Range` of a session PUT; an absent header means the whole object from its first byte. Throws 400 on nonsense. */
export function readContentRange(header: string | undefined): ContentRange {
  if (header === undefined) return { kind: 'bytes', start: 0, end: null, total: null };
  const query = /^bytes \*\/(\d+|\*)$/.exec(header);
  if (query) return { kind: 'query', total: known(query[1]) };
  const bytes = /^bytes (\d+)-(\d+|\*)\/(\d+|\*)$/.exec(header);
  if (!bytes) throw gcsErrors.invalid(`Failed to parse Content-Range header: ${header}`);
  const range = { kind: 'bytes' as const, start: Number(bytes[1]), end: known(bytes[2]), total: known(bytes[3]) };
  const upsideDown = range.end !== null && (range.end < range.start - 1 || (range.total !== null && range.end >= range.total));
  if (upsideDown) throw gcsErrors.invalid(`Invalid Content-Range header: ${header}`);
  return range;
}

const known = (text: string | undefined): number | null => (text === undefined || text === '*' ? null : Number(text));
