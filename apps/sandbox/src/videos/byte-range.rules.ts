/** First and last byte, both included. */
export type ByteRange = { start: number; end: number };

/**
 * Reads a Range header of one range (RFC 9110): null = send the whole, also where it has several ranges, another unit, or an If-Range
 * that names another version.
 */
export function readRange(
  range: string | undefined,
  ifRange: string | undefined,
  of: { bytes: number; etag: string },
): ByteRange | 'unsatisfiable' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!found || (ifRange !== undefined && ifRange !== of.etag)) return null;
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, of.bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? of.bytes - 1 : Math.min(Number(last), of.bytes - 1);
  if (last !== '' && first !== '' && Number(last) < start) return null;
  return start >= of.bytes || (first === '' && Number(last) === 0) ? 'unsatisfiable' : { start, end };
}
