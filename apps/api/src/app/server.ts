import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { REQUEST_BODY_BYTES_MAX } from '@dailies/schema';
import { NotSignedIn, refusalOfPeer } from '../access/authenticate.ts';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { createSharedSubscriptions } from '../graphql/shared-subscriptions.ts';
import { subscribeAfresh } from '../graphql/subscribe.ts';
import { getLocalActor } from '../identity/seed-identity.ts';
import { newId } from '../lib/new-id.ts';
import { createAdminFiles } from './admin-files.ts';
import type { BucketConfig } from './config.ts';
import { createGraphqlServer, GRAPHQL_PATH, type RequestFacts, type Subscribe } from './graphql-server.ts';
import { respondHealth, respondReadiness } from './health.ts';
import { HELP_PAGES, respondHelp } from './help-page.ts';
import type { WebhookHandler } from './provider-webhooks.ts';
import { discardBody, respondJson, respondRefusal } from './respond.ts';
import { buildSchema } from './schema.ts';
import { readTrustedDocuments } from './trusted-documents.ts';
import { receiveUpload } from './uploads.ts';
import { createWebSockets } from './websocket.ts';

const ADMIN_FOLDER = path.resolve(import.meta.dirname, '../../../admin/dist');
const GOOGLE_STORAGE_URL = 'https://storage.googleapis.com';
const WEBHOOK_PATTERN = /^\/webhooks\/videos\/([^/]+)$/;
const CLOSE_WITHIN_MS = 2_000;
const API_PATTERN = /^\/(graphql|uploads|webhooks|healthz|readyz)(\/|$)/;

export interface App {
  /** Where it listens, e.g. `http://127.0.0.1:4000`; empty before. */
  readonly url: string;
  /** Port 0 takes any free one. Rejects when the port is taken. */
  listen(port: number, host: string): Promise<void>;
  /** Ends sockets and streams, waits for running requests to answer. */
  close(): Promise<void>;
}

export interface AppOptions {
  deps: Deps;
  config: { bucket: Pick<BucketConfig, 'apiEndpoint'> };
  handleProviderWebhook: WebhookHandler;
  /** Where the admin's build lies, with `persisted-documents.json` beside its page. */
  adminFolder?: string;
}

/** The API's one HTTP server: GraphQL, uploads, provider webhooks, health, and the admin. */
export function createApp({ deps, config, handleProviderWebhook, adminFolder = ADMIN_FOLDER }: AppOptions): App {
  const shared = createSharedSubscriptions();
  const subscribe: Subscribe = (args) => shared.subscribe(args, subscribeAfresh);
  const schema = buildSchema();
  const trusted = readTrustedDocuments(schema, path.join(adminFolder, 'persisted-documents.json'));
  const graphql = createGraphqlServer({ deps, schema, trusted, subscribe });
  const authenticate = createAuthentication(deps);
  const webSockets = createWebSockets({ graphql, trusted, authenticate });
  const mediaOrigin = new URL(config.bucket.apiEndpoint ?? GOOGLE_STORAGE_URL).origin;
  const serveAdmin = createAdminFiles({ folder: adminFolder, mediaOrigin });

  const serveGraphql = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const caller = await authenticate(request);
    if (caller instanceof NotSignedIn) return refuse(request, response, 401, caller);
    response.setHeader('x-request-id', caller.requestId);
    if (Number(request.headers['content-length'] ?? 0) > REQUEST_BODY_BYTES_MAX) {
      const message = `A request may have at most ${REQUEST_BODY_BYTES_MAX} bytes. Send larger prompt files to POST /uploads.`;
      return refuse(request, response, 413, { code: 'REQUEST_TOO_LARGE', message });
    }
    await graphql(request, response, caller);
  };
  const serveUpload = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const caller = await authenticate(request);
    if (caller instanceof NotSignedIn) return refuse(request, response, 401, caller);
    if (request.method !== 'POST') return respondJson(response, 405, {}, { allow: 'POST' });
    await receiveUpload(deps, caller.actor, request, response);
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pathname = pathOf(request);
    if (pathname === GRAPHQL_PATH) return await serveGraphql(request, response);
    if (pathname === '/uploads') return await serveUpload(request, response);
    if (pathname === '/healthz') return respondHealth(response);
    if (pathname === '/readyz') return await respondReadiness(deps, response);
    const helpPage = HELP_PAGES.get(pathname);
    if (helpPage) return respondHelp(response, helpPage);
    const endpointId = WEBHOOK_PATTERN.exec(pathname)?.[1];
    if (endpointId !== undefined) return await handleProviderWebhook(request, response, endpointId);
    if (!API_PATTERN.test(pathname) && (await serveAdmin(request, response, pathname))) return;
    respondJson(response, 404, { errors: [{ message: 'There is nothing at this address.', extensions: { code: 'NOT_FOUND' } }] });
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => failRequest(deps, request, response, error));
  });
  server.on('upgrade', (request, socket, head) => {
    if (pathOf(request) === GRAPHQL_PATH) webSockets.upgrade(request, socket, head).catch(() => socket.destroy());
    else socket.destroy();
  });

  return {
    get url() {
      return urlOf(server);
    },
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      }),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await webSockets.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Who calls: until sign-in comes, a peer of this machine as the local workspace's administrator, or nobody. */
function createAuthentication(deps: Deps): (request: IncomingMessage) => Promise<RequestFacts | NotSignedIn> {
  let local: Promise<Actor> | null = null;
  const localActor = (): Promise<Actor> => {
    local ??= getLocalActor(deps).catch((error: unknown) => {
      local = null;
      throw error;
    });
    return local;
  };
  return async (request) => {
    const { remoteAddress, localPort } = request.socket;
    const refusal = refusalOfPeer({ remoteAddress, localPort, headers: request.headers });
    return refusal ?? { actor: await localActor(), requestId: newId('request', deps.clock.now().getTime()) };
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, refusal: { code: string; message: string }): void {
  respondRefusal(response, status, refusal);
  discardBody(request);
}

/** A request that broke on the way: a client that left is no news, anything else is a bug with a reference. */
function failRequest(deps: Deps, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (request.destroyed || response.destroyed) return void response.destroy();
  const reference = newId('request');
  deps.log.error({ event: 'http.failed', reference, path: pathOf(request), err: error });
  if (response.headersSent) return void response.destroy();
  const message = `Something went wrong on our side. Try again; if it stays, tell your administrator the reference ${reference}.`;
  respondRefusal(response, 500, { code: 'INTERNAL', message });
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : '/';
}

function urlOf(server: Server): string {
  const address = server.address() as AddressInfo | null;
  if (!address) return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
