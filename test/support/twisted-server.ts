import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An exchange with the server behind, and what a twist may change of its answer. `json` is null where the answer was none. */
export interface Exchange {
  method: string;
  /** After `/v1`. */
  path: string;
  query: URLSearchParams;
  requestHeaders: IncomingMessage['headers'];
  status: number;
  headers: Record<string, string>;
  json: Record<string, unknown> | null;
}

export interface TwistedServer {
  /** Ends in /v1. */
  url: string;
  stop(): Promise<void>;
}

const KEPT_HEADERS = ['content-type', 'content-range', 'etag', 'date', 'retry-after'];

/** A server that behaves like the one behind it, but for what `twist` changes; `before` may answer instead of it. */
export async function startTwistedServer(
  behind: string,
  twist: (exchange: Exchange) => void,
  before: (request: IncomingMessage, path: string) => Pick<Exchange, 'status' | 'json'> | null = () => null,
): Promise<TwistedServer> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const { pathname, searchParams, search } = new URL(request.url ?? '/', 'http://twisted');
      const path = pathname.replace(/^\/v1/, '');
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const own = before(request, path);
      if (own) return response.writeHead(own.status, { 'content-type': 'application/json' }).end(JSON.stringify(own.json));
      const headers = Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name));
      const method = request.method ?? 'GET';
      const seen = await fetch(`${behind}${path}${search}`, {
        method,
        headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      const bytes = Buffer.from(await seen.arrayBuffer());
      const isJson = seen.headers.get('content-type')?.includes('json') ?? false;
      const exchange: Exchange = {
        method,
        path,
        query: searchParams,
        requestHeaders: request.headers,
        status: seen.status,
        headers: Object.fromEntries([...seen.headers].filter(([name]) => KEPT_HEADERS.includes(name))),
        json: isJson ? (JSON.parse(bytes.toString('utf8')) as Record<string, unknown>) : null,
      };
      twist(exchange);
      return response.writeHead(exchange.status, exchange.headers).end(exchange.json ? JSON.stringify(exchange.json) : bytes);
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
