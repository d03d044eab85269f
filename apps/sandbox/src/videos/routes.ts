import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json, type Reply } from '../lib/reply.ts';
import { OFFERED_MODELS } from './catalogue.ts';
import { admitCreate, createVideo, recordRefusedCreate } from './create-video.ts';
import { deleteVideo } from './delete-video.ts';
import type { Caller, VideosDeps } from './deps.ts';
import type { Files } from './files.ts';
import { listVideos } from './list-videos.ts';
import { moderate } from './moderate.ts';
import { readBody } from './read-body.ts';
import { readRequest } from './read-request.ts';
import { remixVideo } from './remix-video.ts';
import { retrieveVideo } from './retrieve-video.ts';
import { serveContent } from './serve-content.ts';
import { Refused } from './wire-error.ts';

const CLIENT_REQUEST_ID_MAX = 512;

/** One call on the wire. Throws Refused; the server writes it in the dialect's shape. */
export async function answerWire(
  deps: VideosDeps,
  files: Files,
  key: string,
  request: IncomingMessage,
  url: URL,
  requestId: string,
): Promise<Reply> {
  checkKey(request.headers.authorization, key);
  const [version, noun, rawId, part, ...rest] = url.pathname.slice(1).split('/');
  if (version !== 'v1' || rest.length > 0) throw unknownAddress(request, url);
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  const id = rawId === undefined || rawId === '' ? null : decodeSegment(rawId);
  const caller: Caller = { requestId, clientRequestId: clientRequestIdOf(request) };
  if (noun === 'models' && method === 'GET' && id === null) return listModels();
  if (noun === 'files' && method === 'POST' && id === null && deps.dialect.reference.fileIds) return files.upload(await readBody(request));
  if (noun === 'moderations' && method === 'POST' && id === null) return moderate((await readBody(request)).fields);
  if (noun !== 'videos') throw unknownAddress(request, url);
  if (id === null && method === 'POST') return create(deps, files, caller, request);
  if (id === null && method === 'GET') return listVideos(deps, url.searchParams);
  if (id !== null && part === undefined && method === 'GET') return retrieveVideo(deps, id);
  if (id !== null && part === undefined && method === 'DELETE') return deleteVideo(deps, caller, id);
  if (id !== null && part === 'content' && method === 'GET') return serveContent(deps, request, id, url.searchParams);
  if (id !== null && part === 'remix' && method === 'POST' && deps.dialect.remix) return remix(deps, caller, request, id);
  throw unknownAddress(request, url);
}

async function create(deps: VideosDeps, files: Files, caller: Caller, request: IncomingMessage): Promise<Reply> {
  admitCreate(deps, caller);
  const asked = await refusedIntoLedger(deps, caller, async () => readRequest(deps.dialect, files, deps.media, await readBody(request)));
  return createVideo(deps, caller, asked);
}

async function remix(deps: VideosDeps, caller: Caller, request: IncomingMessage, id: string): Promise<Reply> {
  admitCreate(deps, caller);
  return refusedIntoLedger(deps, caller, async () => remixVideo(deps, caller, id, await readBody(request)));
}

async function refusedIntoLedger<T>(deps: VideosDeps, caller: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) recordRefusedCreate(deps, caller, error);
    throw error;
  }
}

function listModels(): Reply {
  const data = OFFERED_MODELS.map(({ id, createdSeconds }) => ({ id, object: 'model', created: createdSeconds, owned_by: 'sandbox' }));
  return json(200, { object: 'list', data });
}

function checkKey(header: string | undefined, key: string): void {
  const given = Buffer.from(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '');
  const wanted = Buffer.from(key);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  const message = header ? 'Incorrect API key provided.' : "You didn't provide an API key. Send it as 'Authorization: Bearer YOUR_KEY'.";
  throw new Refused({ status: 401, message, type: 'invalid_request_error', param: null, code: 'invalid_api_key' });
}

function unknownAddress(request: IncomingMessage, url: URL): Refused {
  const message = `Invalid URL (${request.method ?? 'GET'} ${url.pathname.slice(0, 120)})`;
  return new Refused({ status: 404, message, type: 'invalid_request_error', param: null, code: 'unknown_url' });
}

function clientRequestIdOf(request: IncomingMessage): string | null {
  const header = request.headers['x-client-request-id'];
  return typeof header === 'string' ? header.slice(0, CLIENT_REQUEST_ID_MAX) : null;
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
