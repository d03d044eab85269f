import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { takeContentFault, type ContentFault } from '../faults/content-faults.ts';
import type { Reply } from '../lib/reply.ts';
import { applyTag } from '../media/id-tag.ts';
import { CONTENT_VARIANTS, type Content, type ContentVariant } from '../media/media.ts';
import { readRange, type ByteRange } from './byte-range.rules.ts';
import type { VideosDeps } from './deps.ts';
import { isContentExpired } from './life-cycle.rules.ts';
import { getVideo } from './retrieve-video.ts';
import { invalid, Refused } from './wire-error.ts';

/** `GET /videos/{id}/content?variant=`: the bytes of a completed video until they expire; one byte range at a time, strong ETags. */
export async function serveContent(deps: VideosDeps, request: IncomingMessage, id: string, query: URLSearchParams): Promise<Reply> {
  const video = getVideo(deps, id);
  const variant = deps.dialect.variants === 'all' ? readVariant(query.get('variant')) : 'video';
  if (video.state !== 'completed') throw contentMissing(404, 'Video is not ready yet.', 'video_not_ready');
  if (isContentExpired(video, Date.now()))
    throw contentMissing(deps.dialect.expiredStatus, 'The content of this video has expired.', 'content_expired');
  const content = await deps.media.open(video, variant);
  const fault = takeContentFault(deps.faults, video);
  if (request.headers['if-none-match'] === content.etag) return headersOnly(304, content);
  const range = readRange(request.headers.range, oneOf(request.headers['if-range']), content);
  if (range === 'unsatisfiable') return headersOnly(416, content, { 'content-range': `bytes */${content.bytes}` });
  return { kind: 'stream', send: (response) => send(response, request.method === 'HEAD', content, range, fault) };
}

async function send(
  response: ServerResponse,
  isHead: boolean,
  content: Content,
  range: ByteRange | null,
  fault: ContentFault | null,
): Promise<void> {
  const { start, end } = range ?? { start: 0, end: content.bytes - 1 };
  const promised = end - start + 1;
  const sent = fault ? Math.floor(promised * fault.share) : promised;
  response.writeHead(range ? 206 : 200, {
    ...commonHeaders(content),
    'content-length': fault?.isQuiet ? sent : promised,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${content.bytes}` } : {}),
  });
  if (isHead) return void response.end();
  if (sent === 0) return void (fault?.isQuiet ? response.end() : response.flushHeaders());
  const file = createReadStream(content.path, { start, end: start + sent - 1 });
  const isCut = sent < promised && !fault?.isQuiet;
  await pipeline(file, dress(content, start, fault), response, { end: !isCut }).catch(() => undefined);
  if (isCut) response.socket?.destroy();
}

/** Writes the video's id over its place, or nonsense over everything. */
function dress(content: Content, start: number, fault: ContentFault | null): Transform {
  let at = start;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const from = at;
      at += chunk.length;
      if (fault?.isGarbage) return done(null, chunk.fill('garbage '));
      done(null, content.tag ? applyTag(chunk, from, content.tag) : chunk);
    },
  });
}

function headersOnly(status: number, content: Content, extra: Record<string, string> = {}): Reply {
  return {
    kind: 'stream',
    send: (response) => {
      response.writeHead(status, { ...commonHeaders(content), ...extra, 'content-length': 0 }).end();
      return Promise.resolve();
    },
  };
}

const commonHeaders = (content: Content) => ({
  'content-type': content.type,
  'accept-ranges': 'bytes',
  etag: content.etag,
  'cache-control': 'private, no-transform',
});

function readVariant(text: string | null): ContentVariant {
  const variant = text === null ? 'video' : CONTENT_VARIANTS.find((known) => known === text);
  if (variant) return variant;
  throw invalid('variant', `Invalid value: '${text?.slice(0, 40)}'. Supported values are: 'video', 'thumbnail', and 'spritesheet'.`);
}

function contentMissing(status: number, message: string, code: string): Refused {
  return new Refused({ status, message, type: 'invalid_request_error', param: null, code });
}

const oneOf = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);
