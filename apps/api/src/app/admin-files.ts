import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.otf': 'font/otf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const HASHED_PATTERN = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const YEAR_SECONDS = 31_536_000;

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Dailies</title><h1>The admin is not built yet</h1>
<p>The API is running. Build the admin with <code>npm run build -w @dailies/admin</code>, then reload this page.</p>`;

/** Serves the admin's built files; answers false where the request is not for them. */
export type ServeAdmin = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<boolean>;

/**
 * The admin as Vite built it into `folder`: hashed assets cached for ever, the page itself never, and any path without a file extension
 * answered with the page, because the page routes it. `mediaOrigin` is where clips are played from.
 */
export function createAdminFiles(options: { folder: string; mediaOrigin: string }): ServeAdmin {
  const security = securityHeaders(options.mediaOrigin);
  return async (request, response, pathname) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file = await findFile(options.folder, pathname);
    if (file) await sendFile(request, response, file, { ...security, 'cache-control': cacheControl(pathname) });
    else if (path.extname(pathname) !== '') return false;
    else await sendPage(request, response, options.folder, security);
    return true;
  };
}

interface FoundFile {
  file: string;
  bytes: number;
  etag: string;
}

async function sendPage(request: IncomingMessage, response: ServerResponse, folder: string, security: OutgoingHttpHeaders): Promise<void> {
  const page = await findFile(folder, '/index.html');
  if (page) return await sendFile(request, response, page, { ...security, 'cache-control': 'no-cache' });
  response.writeHead(503, { ...security, 'content-type': CONTENT_TYPES['.html'], 'cache-control': 'no-store' }).end(NOT_BUILT);
}

/** A file inside the folder; null for anything that is none, or lies outside, or is hidden. */
async function findFile(folder: string, pathname: string): Promise<FoundFile | null> {
  const name = decodePath(pathname);
  if (name === null || name.split('/').some((part) => part.startsWith('.'))) return null;
  const file = path.join(folder, name);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return null;
  return { file, bytes: found.size, etag: `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"` };
}

function decodePath(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname);
    return name.includes('\0') || name.includes('\\') ? null : name;
  } catch {
    return null;
  }
}

async function sendFile(request: IncomingMessage, response: ServerResponse, found: FoundFile, headers: OutgoingHttpHeaders): Promise<void> {
  const type = CONTENT_TYPES[path.extname(found.file)] ?? 'application/octet-stream';
  const described = { ...headers, etag: found.etag, 'content-type': type };
  if (request.headers['if-none-match'] === found.etag) return void response.writeHead(304, described).end();
  response.writeHead(200, { ...described, 'content-length': found.bytes });
  if (request.method === 'HEAD') return void response.end();
  await pipeline(createReadStream(found.file), response);
}

function cacheControl(pathname: string): string {
  return HASHED_PATTERN.test(pathname) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
}

/** Nothing is loaded from elsewhere but clips from the bucket; nobody frames the page. Inline styles are what the component library sets. */
function securityHeaders(mediaOrigin: string): OutgoingHttpHeaders {
  const policy = [
    "default-src 'self'",
    `img-src 'self' data: blob: ${mediaOrigin}`,
    `media-src 'self' blob: ${mediaOrigin}`,
    `connect-src 'self' ${mediaOrigin}`,
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
}
