import { answerJson, type Call, type Deps } from './call.ts';
import { gcsErrors } from './gcs-error.ts';
import { objectResource } from './gcs-answers.ts';
import { listObjects, type Cursor, type ObjectRow } from './objects.store.ts';
import { readCount } from './preconditions.rules.ts';
import { demandBucket } from './write-object.ts';

const PAGE_MAX = 1000;

type Page = { rows: ObjectRow[]; prefixes: string[]; next: Cursor | null };
type Query = {
  bucket: string;
  prefix: string;
  delimiter: string;
  until: string | null;
  versions: boolean;
  limit: number;
  showFolders: boolean;
  cursor: Cursor;
};

/** `GET /storage/v1/b/{bucket}/o`: prefix, delimiter, pages, versions, start and end offsets. */
export function answerList(deps: Deps, call: Call, bucket: string): void {
  demandBucket(deps, bucket);
  const page = readPage(deps, readQuery(call, bucket));
  answerJson(call, {
    kind: 'storage#objects',
    ...(page.rows.length > 0 ? { items: page.rows.map((row) => objectResource(row, deps.baseUrl)) } : {}),
    ...(page.prefixes.length > 0 ? { prefixes: page.prefixes } : {}),
    ...(page.next ? { nextPageToken: writeToken(page.next) } : {}),
  });
}

/** One page. A common prefix is found once and jumped over, so that a folder of a million objects costs one look. */
function readPage(deps: Deps, query: Query): Page {
  const rows: ObjectRow[] = [];
  const prefixes: string[] = [];
  let cursor: Cursor | null = query.cursor;
  while (cursor) {
    const from: Cursor = cursor;
    const free = query.limit - rows.length - prefixes.length;
    cursor = null;
    let last = from;
    for (const row of listObjects(deps.db, { ...query, after: from, limit: free + 1 })) {
      if (rows.length + prefixes.length >= query.limit) return { rows, prefixes, next: last };
      const folder = folderOf(row.name, query);
      if (folder === null || (query.showFolders && folder === row.name)) rows.push(row);
      last = { name: row.name, generation: row.generation };
      if (folder === null) continue;
      prefixes.push(folder);
      const beyond = successorOf(folder);
      cursor = beyond === null ? null : { name: beyond, generation: -1 };
      break;
    }
  }
  return { rows, prefixes, next: null };
}

/** The common prefix that a name falls under: up to and with the first delimiter after the query's prefix. */
function folderOf(name: string, query: Query): string | null {
  if (query.delimiter === '') return null;
  const at = name.indexOf(query.delimiter, query.prefix.length);
  return at < 0 ? null : name.slice(0, at + query.delimiter.length);
}

function readQuery(call: Call, bucket: string): Query {
  const { query } = call;
  for (const key of ['matchGlob', 'softDeleted', 'filter']) {
    if (query.has(key) && query.get(key) !== 'false') throw gcsErrors.unsupported(`This bucket server does not list by ${key}.`);
  }
  const prefix = query.get('prefix') ?? '';
  const starts = [prefix, query.get('startOffset') ?? ''].sort(byBytes);
  const ends = [successorOf(prefix) ?? '', query.get('endOffset') ?? ''].filter((end) => end !== '').sort(byBytes);
  return {
    bucket,
    prefix,
    delimiter: query.get('delimiter') ?? '',
    until: ends[0] ?? null,
    versions: query.get('versions') === 'true',
    limit: Math.min(readCount(query, 'maxResults') || PAGE_MAX, PAGE_MAX),
    showFolders: query.get('includeTrailingDelimiter') === 'true',
    cursor: readToken(query.get('pageToken')) ?? { name: starts[1] ?? '', generation: -1 },
  };
}

/** The smallest text greater than every text that starts with `prefix`, in the order of UTF-8 bytes; null where there is none. */
function successorOf(prefix: string): string | null {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = (last.codePointAt(0) ?? 0) + 1;
    if (next <= 0x10_ff_ff) return points.join('') + String.fromCodePoint(next === 0xd800 ? 0xe000 : next);
  }
  return null;
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const writeToken = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.name, cursor.generation])).toString('base64url');

function readToken(token: string | null): Cursor | null {
  if (token === null || token === '') return null;
  const refusal = gcsErrors.invalid(`Invalid page token: ${token}`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw refusal;
  }
  const [name, generation] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof name !== 'string' || typeof generation !== 'number') throw refusal;
  return { name, generation };
}
