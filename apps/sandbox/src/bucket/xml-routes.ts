import type { KeyObject } from 'node:crypto';
import { answer, answerEmpty, header, type Call, type Deps } from './call.ts';
import { declaredDigests } from './checksums.ts';
import { sendMedia } from './download.ts';
import { GcsError } from './gcs-error.ts';
import { etagOf } from './gcs-answers.ts';
import type { ObjectFields } from './gcs-wire.ts';
import { demandObjectName } from './names.ts';
import { demandObject, removeOne } from './object-routes.ts';
import { readCount } from './preconditions.rules.ts';
import { openSession } from './resumable-upload.ts';
import { judgeSignedUrl } from './signed-url.ts';
import { stage } from './upload.ts';
import { demandWritable, writeObject } from './write-object.ts';

/** Who may sign, as the bucket was told at its start. */
export type Signer = { clientEmail: string; publicKey: KeyObject };

/** A signed URL is its own permission, so any page may play it. */
const OPEN_TO_PAGES = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Content-Length, Content-Range, Content-Type, Content-Disposition, ETag, x-goog-hash, x-goog-generation',
  'cross-origin-resource-policy': 'cross-origin',
};

/** `/{bucket}/{object…}`: the XML API's address style, open only to valid V4 signed URLs. Errors are XML. */
export async function routeXml(deps: Deps, call: Call, signer: Signer): Promise<void> {
  if (call.method === 'OPTIONS') return answerPreflight(call);
  try {
    demandSignature(deps, call, signer);
    const [bucket = '', ...rest] = call.segments;
    await routeSigned(deps, call, bucket, rest.join('/'));
  } catch (error) {
    if (!(error instanceof GcsError) || call.response.headersSent) throw error;
    answerXmlError(call, error);
  }
}

async function routeSigned(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  const { method, query } = call;
  if (method === 'GET' || method === 'HEAD') {
    const row = demandObject(deps, bucket, name, readCount(query, 'generation'));
    return sendMedia(deps, call, row, { ...OPEN_TO_PAGES, ...overrides(query) });
  }
  if (method === 'PUT') return putSigned(deps, call, bucket, name);
  if (method === 'POST' && header(call, 'x-goog-resumable') === 'start') return startSigned(deps, call, bucket, name);
  if (method === 'DELETE') {
    await removeOne(deps, { bucket, name, generation: readCount(query, 'generation'), preconditions: {} });
    return answerEmpty(call, 204, OPEN_TO_PAGES);
  }
  throw new GcsError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

async function putSigned(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  demandObjectName(name);
  const preconditions = headerPreconditions(call);
  demandWritable(deps, bucket, name, preconditions);
  const declared = declaredDigests({}, header(call, 'x-goog-hash'), header(call, 'content-md5'));
  const staged = await stage(deps, call.body);
  const row = await writeObject(deps, { bucket, name, fields: headerFields(call), preconditions, declared, staged });
  answerEmpty(call, 200, { ...OPEN_TO_PAGES, etag: `"${etagOf(row)}"`, 'x-goog-generation': String(row.generation) });
}

async function startSigned(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  demandObjectName(name);
  const preconditions = headerPreconditions(call);
  demandWritable(deps, bucket, name, preconditions);
  const id = await openSession(deps, {
    bucket,
    name,
    request: { fields: headerFields(call), preconditions, declared: {}, totalBytes: null },
  });
  const address = `${deps.baseUrl}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o?uploadType=resumable&upload_id=${id}`;
  answerEmpty(call, 201, { ...OPEN_TO_PAGES, location: address, 'x-guploader-uploadid': id });
}

function demandSignature(deps: Deps, call: Call, signer: Signer): void {
  const [path = '/', search = ''] = (call.request.url ?? '/').split('?', 2);
  const headers = Object.fromEntries(Object.keys(call.request.headers).map((name) => [name, header(call, name)]));
  const verdict = judgeSignedUrl({ method: call.method, path, search, headers }, signer, deps.now());
  if (verdict.kind === 'unsigned')
    throw new GcsError(403, 'AccessDenied', 'Access denied. Anonymous caller does not have access to this object.');
  if (verdict.kind === 'refused') throw new GcsError(403, verdict.code, verdict.message);
}

/** `response-content-disposition` and `response-content-type` of the signed query. */
function overrides(query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['content-disposition', 'content-type']) {
    const value = query.get(`response-${name}`);
    if (value !== null) headers[name] = value;
  }
  return headers;
}

function headerFields(call: Call): ObjectFields {
  const metadata = Object.keys(call.request.headers)
    .filter((name) => name.startsWith('x-goog-meta-'))
    .map((name) => [name.slice('x-goog-meta-'.length), header(call, name) ?? '']);
  const contentType = header(call, 'content-type');
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) as Record<string, string> } : {}),
  };
}

function headerPreconditions(call: Call): { generationMatch?: number } {
  const wanted = header(call, 'x-goog-if-generation-match');
  return wanted === undefined ? {} : { generationMatch: Number(wanted) };
}

function answerPreflight(call: Call): void {
  answerEmpty(call, 204, {
    ...OPEN_TO_PAGES,
    'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
    'access-control-allow-headers': header(call, 'access-control-request-headers') ?? '*',
    'access-control-max-age': '3600',
  });
}

function answerXmlError(call: Call, error: GcsError): void {
  if (error.status === 304) return answerEmpty(call, 304, OPEN_TO_PAGES);
  const code = XML_CODES[error.reason] ?? error.reason;
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
  answer(call, error.status, { ...OPEN_TO_PAGES, 'content-type': 'application/xml; charset=UTF-8', 'cache-control': 'no-store' }, body);
}

/** https://cloud.google.com/storage/docs/xml-api/reference-status */
const XML_CODES: Record<string, string> = {
  notFound: 'NoSuchKey',
  invalid: 'InvalidArgument',
  conditionNotMet: 'PreconditionFailed',
  requestedRangeNotSatisfiable: 'InvalidRange',
  objectUnderActiveHold: 'ObjectUnderActiveHold',
};

const escapeXml = (text: string): string => text.replace(/[<>&'"]/g, (char) => `&#${char.charCodeAt(0)};`);
