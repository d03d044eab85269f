import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import type { CreateFields } from './dialects/dialect.ts';
import { invalid, Refused } from './wire-error.ts';

const MiB = 1024 * 1024;
export const JSON_BYTES_MAX = 24 * MiB;
export const FILE_BYTES_MAX = 32 * MiB;
const FIELD_BYTES_MAX = 24 * MiB;

export type UploadedFile = { field: string; filename: string; bytes: Buffer };

export type Body = { kind: 'json' | 'multipart'; fields: CreateFields; files: UploadedFile[] };

/** Reads a JSON or multipart body whole, within limits. Throws Refused: 400 for nonsense, 413 for too much, 415 for another kind. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('multipart/form-data')) return readForm(request);
  if (type.startsWith('application/json') || type === '') return readJson(request);
  throw new Refused({
    status: 415,
    message: `Unsupported content type: '${type.slice(0, 80)}'. This API method only accepts 'application/json' or 'multipart/form-data'.`,
    type: 'invalid_request_error',
    param: null,
    code: 'unsupported_content_type',
  });
}

async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > JSON_BYTES_MAX) throw tooLarge();
    chunks.push(chunk);
  }
  const fields = parseObject(Buffer.concat(chunks).toString('utf8'));
  if (!fields) throw invalid(null, 'We could not parse the JSON body of your request. The API expects a JSON object.', 'invalid_json');
  return { kind: 'json', fields, files: [] };
}

function readForm(request: IncomingMessage): Promise<Body> {
  return new Promise((resolve, reject) => {
    const fields = Object.create(null) as CreateFields;
    const files: UploadedFile[] = [];
    const form = openForm(request);
    const fail = (error: Refused) => {
      request.unpipe(form);
      request.resume();
      reject(error);
    };
    form.on('field', (name, value, about) => {
      if (about.valueTruncated) fail(tooLarge());
      setField(fields, name, value);
    });
    form.on('file', (field, stream, about) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => fail(tooLarge()));
      stream.on('end', () => files.push({ field, filename: about.filename ?? 'upload', bytes: Buffer.concat(chunks) }));
    });
    form.on('error', () => fail(invalid(null, 'We could not parse the multipart body of your request.', 'invalid_multipart')));
    form.on('close', () => resolve({ kind: 'multipart', fields, files }));
    request.on('aborted', () => fail(invalid(null, 'The request ended before its body did.', 'incomplete_body')));
    request.pipe(form);
  });
}

function openForm(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, limits: { files: 4, fileSize: FILE_BYTES_MAX, fields: 64, fieldSize: FIELD_BYTES_MAX } });
  } catch {
    throw invalid(null, 'The multipart body names no boundary.', 'invalid_multipart');
  }
}

/** Forms write an object's members as `name[member]`: how the official SDK sends `{ image_url }`. */
function setField(fields: CreateFields, name: string, value: string): void {
  const nested = /^([^[\]]+)\[([^[\]]+)\]$/.exec(name);
  if (!nested) {
    fields[name] = value;
    return;
  }
  const [, parent = '', member = ''] = nested;
  const held = fields[parent];
  fields[parent] = { ...(typeof held === 'object' && held !== null ? held : {}), [member]: value };
}

/** A JSON object out of text; null for anything else. */
export function parseObject(text: string): CreateFields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as CreateFields) : null;
  } catch {
    return null;
  }
}

function tooLarge(): Refused {
  return new Refused({
    status: 413,
    message: `The request body is too large: a file may have ${FILE_BYTES_MAX / MiB} MiB, a JSON body ${JSON_BYTES_MAX / MiB} MiB.`,
    type: 'invalid_request_error',
    param: null,
    code: 'request_too_large',
  });
}
