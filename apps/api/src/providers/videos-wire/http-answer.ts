/** What came back of one exchange, as far as it came. */
export interface Answer {
  status: number;
  /** The decoded JSON body; undefined where the body was none, broke off or was too large. */
  json: unknown;
  retryAfterMs: number | null;
  /** The server's clock. */
  date: Date | null;
}

const RETRY_AFTER_MAX_MS = 60 * 60_000;
const RETRY_AFTER_MIN_MS = 1_000;

/** How answers are read. */
export interface Reading {
  answerBytesMax: number;
  now: () => Date;
  /** Taken out of whatever the server says: some quote the key they were called with. */
  secret: string;
}

/** Reads a response. Never rejects: a body that fails or is too large leaves `json` undefined. */
export async function readAnswer(response: Response, reading: Reading): Promise<Answer> {
  const text = await readText(response, reading.answerBytesMax).catch(() => null);
  return {
    status: response.status,
    json: text === null ? undefined : parseJson(reading.secret ? text.replaceAll(reading.secret, '[secret]') : text),
    retryAfterMs: readRetryAfter(response.headers, reading.now()),
    date: readDate(response.headers.get('date')),
  };
}

async function readText(response: Response, bytesMax: number): Promise<string | null> {
  if (!response.body) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How long the server asks us to stay away, in milliseconds, at most an hour: `retry-after-ms`, else `retry-after` as seconds or as a
 * date (RFC 9110, 10.2.3), which is of the server's own clock where the answer tells it; at least a second where it asks for a rest that is none.
 * Null where it does not say, or says nonsense.
 */
export function readRetryAfter(headers: Pick<Headers, 'get'>, now: Date): number | null {
  const ms = readNumber(headers.get('retry-after-ms'));
  const after = headers.get('retry-after');
  const seconds = readNumber(after);
  const until = readDate(after);
  const wait =
    ms ??
    (seconds === null ? null : seconds * 1000) ??
    (until === null ? null : until.getTime() - (readDate(headers.get('date')) ?? now).getTime());
  return wait === null ? null : Math.min(RETRY_AFTER_MAX_MS, wait > 0 ? Math.round(wait) : RETRY_AFTER_MIN_MS);
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

function readDate(text: string | null): Date | null {
  const date = new Date(text !== null && /^[A-Z][a-z]{2}, /.test(text) ? text : Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
