import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody, gcsErrors, type GcsError } from './gcs-error.ts';
import { isResource, type Resource } from './gcs-wire.ts';
import type { ObjectFiles } from './object-files.ts';
import type { MetadataDb } from './metadata-db.ts';
import type { Checksums } from './checksums.ts';

/** What every route works with. `sessions` holds, for resumable uploads, what this process has hashed so far and whose turn it is. */
export type Deps = {
  db: MetadataDb;
  files: ObjectFiles;
  baseUrl: string;
  now(): number;
  nextGeneration(): number;
  sessions: Map<string, { sums: Checksums | null; turn: Promise<void> }>;
};

/** One HTTP exchange. `body` and `send` are the only ways bytes pass, so that faults can cut both. */
export type Call = {
  method: string;
  /** Raw path segments, percent-decoded one by one: a slash inside an object name stays in its segment. */
  segments: string[];
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
  body: AsyncIterable<Buffer>;
  send: (source: AsyncIterable<Buffer>, bytes: number) => Promise<void>;
  /** A fault: the work is done, and the answer is lost on its way. */
  losesAnswer: boolean;
};

const JSON_BODY_BYTES_MAX = 1024 * 1024;

export function header(call: Call, name: string): string | undefined {
  const value = call.request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

export function answerJson(call: Call, body: object, status = 200, headers: Record<string, string> = {}): void {
  answer(
    call,
    status,
    { 'content-type': 'application/json; charset=UTF-8', 'cache-control': 'no-cache, no-store', ...headers },
    JSON.stringify(body),
  );
}

export function answerEmpty(call: Call, status: number, headers: Record<string, string> = {}): void {
  answer(call, status, headers, '');
}

export function answer(call: Call, status: number, headers: Record<string, string>, body: string): void {
  if (call.losesAnswer) {
    call.response.destroy();
    return;
  }
  const bytes = Buffer.from(body);
  const bodyless = status === 204 || status === 304;
  call.response.writeHead(status, bodyless ? headers : { ...headers, 'content-length': String(bytes.byteLength) });
  call.response.end(bodyless ? undefined : bytes);
}

export function answerError(call: Call, error: GcsError): void {
  answerJson(call, errorBody(error), error.status);
}

/** Reads a JSON body of at most 1 MiB; an empty one is {}. Throws 400 on anything but an object. */
export async function readJson(source: AsyncIterable<Buffer>): Promise<Resource> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > JSON_BODY_BYTES_MAX) throw gcsErrors.invalid('The JSON body is longer than 1 MiB.');
    chunks.push(chunk);
  }
  return parseResource(Buffer.concat(chunks).toString('utf8'));
}

/** Parses the text of a resource. Throws 400 on anything but a JSON object. */
export function parseResource(text: string): Resource {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw gcsErrors.invalid('Parse Error: the body is not JSON.');
  }
  if (!isResource(value)) throw gcsErrors.invalid('Parse Error: the body is not a JSON object.');
  return value;
}
