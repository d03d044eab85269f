import { createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { listen } from '../lib/listen.ts';
import { answerError, type Call, type Deps } from './call.ts';
import { createFaults, type BucketFaultRates, type Faults } from './faults.ts';
import { GcsError } from './gcs-error.ts';
import { openMetadataDb } from './metadata-db.ts';
import { keptPath, openObjectFiles, sweepFiles } from './object-files.ts';
import { findLive, isKeptFile, lastGeneration } from './objects.store.ts';
import { route } from './router.ts';
import { findUpload, removeUploadsBefore } from './uploads.store.ts';
import type { Signer } from './xml-routes.ts';

/** `port` 0 takes a free one. `dataDir` is made where it is missing. The public key and the email verify signed URLs. */
export type BucketOptions = { port: number; dataDir: string; clientEmail: string; publicKeyPem: string; now?: () => number };

export type BucketServer = {
  /** `http://127.0.0.1:PORT`, the `apiEndpoint` of a client. */
  url: string;
  /** The plain file that holds a live object's bytes, or null where there is no such object. */
  objectPath(bucket: string, name: string): Promise<string | null>;
  /** From now on, faults by rates and a seed; `{ rates: {}, seed: 0 }` ends them. */
  setFaults(input: { rates: BucketFaultRates; seed: number }): void;
  stop(): Promise<void>;
};

const SESSION_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Starts the bucket server on 127.0.0.1: the GCS JSON API over files and SQLite. What a crash left half done is removed before the first request.
 * It believes whoever reaches its port (only signed URLs are checked), hence the loopback address.
 */
export async function startBucket(options: BucketOptions): Promise<BucketServer> {
  const now = options.now ?? Date.now;
  const files = await openObjectFiles(options.dataDir);
  const db = openMetadataDb(join(options.dataDir, 'metadata.sqlite'));
  removeUploadsBefore(db, now() - SESSION_LIFE_MS);
  await sweepFiles(
    files,
    (file) => isKeptFile(db, file),
    (id) => findUpload(db, id) !== null,
  );
  const deps: Deps = { db, files, baseUrl: '', now, nextGeneration: countGenerations(now, lastGeneration(db)), sessions: new Map() };
  const signer = { clientEmail: options.clientEmail, publicKey: createPublicKey(options.publicKeyPem) };
  const tools = { deps, signer, faults: createFaults() };
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 30_000 }, (request, response) => void serve(tools, request, response));
  deps.baseUrl = `http://127.0.0.1:${await listen(server, options.port)}`;
  return {
    url: deps.baseUrl,
    objectPath: async (bucket, name) => {
      const row = findLive(db, bucket, name);
      return row && keptPath(files, row.file);
    },
    setFaults: (input) => tools.faults.set(input),
    stop: async () => {
      await close(server);
      db.close();
    },
  };
}

async function serve(
  tools: { deps: Deps; signer: Signer; faults: Faults },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = readCall(request, response);
  try {
    await tools.faults.strike(call);
    await route(tools.deps, call, tools.signer);
  } catch (error) {
    fail(call, error);
  }
}

function readCall(request: IncomingMessage, response: ServerResponse): Call {
  const [path, search] = splitOnce(request.url ?? '/', '?');
  return {
    method: request.method ?? 'GET',
    segments: path.split('/').slice(1).map(decode),
    query: new URLSearchParams(search),
    request,
    response,
    body: request,
    send: (source) => pipeline(source, response),
    losesAnswer: false,
  };
}

/** A refusal is answered; a broken connection ends in silence; anything else is our bug: 500 and a line on standard error. */
function fail(call: Call, error: unknown): void {
  const { response, request } = call;
  if (response.destroyed || !response.socket || response.socket.destroyed) return;
  if (response.headersSent) {
    response.socket.destroy();
    return;
  }
  if (error instanceof GcsError) return answerError(call, error);
  console.error(JSON.stringify({ event: 'bucket.failed', method: call.method, url: request.url, error: String(error) }));
  answerError(call, new GcsError(500, 'backendError', 'The bucket server failed. Its log says why.'));
}

/** Microseconds, as GCS counts generations, and never the same twice, even if the clock was set back. */
function countGenerations(now: () => number, before: number): () => number {
  let last = before;
  return () => (last = Math.max(last + 1, now() * 1000));
}

async function close(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  await closed.promise;
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
