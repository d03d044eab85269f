import { createHash, verify, type KeyObject } from 'node:crypto';

/** One request as the signature covers it: raw path and query, and header values by lower-case name. */
export type SignedRequest = { method: string; path: string; search: string; headers: Record<string, string | undefined> };

export type Verdict = { kind: 'valid' } | { kind: 'unsigned' } | { kind: 'refused'; code: string; message: string };

type Claims = { date: string; scope: string; expires: number; signedHeaders: string[]; signature: string; email: string };

const ALGORITHM = 'GOOG4-RSA-SHA256';
const LIFE_SECONDS_MAX = 7 * 24 * 60 * 60;
const CLOCK_SKEW_MS = 15 * 60 * 1000;

/**
 * Judges a V4 signed URL (https://cloud.google.com/storage/docs/authentication/canonical-requests). `nowMs` is unix time. The client library signs
 * `host` without the port, so both readings of the host are tried. A URL signed for GET is good for HEAD too.
 */
export function judgeSignedUrl(request: SignedRequest, signer: { clientEmail: string; publicKey: KeyObject }, nowMs: number): Verdict {
  const query = readQuery(request.search);
  if (!query.some(([key]) => key === 'X-Goog-Signature')) return { kind: 'unsigned' };
  const claims = readClaims(new Map(query));
  if (typeof claims === 'string') return refused('InvalidQueryParameterValue', claims);
  const begins = readDate(claims.date);
  if (begins > nowMs + CLOCK_SKEW_MS) return refused('RequestNotYetValid', 'Invalid argument: the signed URL is not valid yet.');
  if (nowMs >= begins + claims.expires * 1000) {
    const at = new Date(begins + claims.expires * 1000).toISOString();
    return refused('ExpiredToken', `The provided token has expired. Request signature expired at: ${at}`);
  }
  if (claims.email !== signer.clientEmail) return refused('InvalidAccessKeyId', 'The signing account is not known to this bucket server.');
  const signature = Buffer.from(claims.signature, 'hex');
  const methods = request.method === 'HEAD' ? ['HEAD', 'GET'] : [request.method];
  const host = request.headers['host'] ?? '';
  const hosts = new Set([host.replace(/:\d+$/, ''), host]);
  for (const method of methods) {
    for (const signedHost of hosts) {
      const text = stringToSign({ ...request, method, headers: { ...request.headers, host: signedHost } }, query, claims);
      if (verify('RSA-SHA256', Buffer.from(text), signer.publicKey, signature)) return { kind: 'valid' };
    }
  }
  return refused(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

function stringToSign(request: SignedRequest, query: [string, string][], claims: Claims): string {
  const canonicalQuery = query
    .filter(([key]) => key !== 'X-Goog-Signature')
    .map(([key, value]) => [encode(key), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  const headers = claims.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  const path = request.path.split('/').map(decodeSegment).map(encode).join('/');
  const payload = request.headers['x-goog-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const canonical = [request.method, path, canonicalQuery, headers, claims.signedHeaders.join(';'), payload].join('\n');
  return [ALGORITHM, claims.date, claims.scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
}

/** The claims of the query, or a sentence saying which one is wrong. */
function readClaims(query: Map<string, string>): Claims | string {
  const credential = /^(.+)\/((\d{8})\/[^/]+\/storage\/goog4_request)$/.exec(query.get('X-Goog-Credential') ?? '');
  const date = query.get('X-Goog-Date') ?? '';
  const expires = Number(query.get('X-Goog-Expires') ?? NaN);
  const signedHeaders = (query.get('X-Goog-SignedHeaders') ?? '').split(';');
  const signature = query.get('X-Goog-Signature') ?? '';
  if (query.get('X-Goog-Algorithm') !== ALGORITHM) return `X-Goog-Algorithm must be ${ALGORITHM}.`;
  if (!credential) return 'X-Goog-Credential is malformed.';
  if (!/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(credential[3] ?? ''))
    return 'X-Goog-Date is malformed, or of another day than the credential.';
  if (!(expires > 0 && expires <= LIFE_SECONDS_MAX)) return 'X-Goog-Expires must lie between 1 and 604800 seconds.';
  if (!signedHeaders.includes('host')) return 'X-Goog-SignedHeaders must contain host.';
  if (!/^([0-9a-f]{2})+$/i.test(signature)) return 'X-Goog-Signature must be hexadecimal.';
  return { date, scope: credential[2] ?? '', expires, signedHeaders, signature, email: credential[1] ?? '' };
}

/** `20261123T101500Z` in unix milliseconds. */
function readDate(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const [year = 0, month = 1, ...rest] = parts?.slice(1).map(Number) ?? [];
  return Date.UTC(year, month - 1, rest[0], rest[1], rest[2], rest[3]);
}

function readQuery(search: string): [string, string][] {
  return [...new URLSearchParams(search)];
}

/** RFC 3986 percent-encoding, as the canonical request wants it. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const refused = (code: string, message: string): Verdict => ({ kind: 'refused', code, message });
