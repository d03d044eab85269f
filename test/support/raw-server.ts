import net, { type Socket } from 'node:net';

export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A server of bare sockets: it sees every byte, and the script may answer with anything, or break at any point. */
export interface RawServer {
  url: string;
  port: number;
  /** Whole requests in order of arrival. */
  requests: RawRequest[];
  /** Every byte received, whole requests or not. */
  bytes(): number;
  connections(): number;
  stop(): Promise<void>;
}

export type Script = (request: RawRequest, socket: Socket, nth: number) => void;

/** `onConnect` may end a socket before it has been read. */
export async function startRawServer(script: Script, onConnect?: (socket: Socket) => void): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let bytes = 0;
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    onConnect?.(socket);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      received = Buffer.concat([received, chunk]);
      for (let whole = readRequest(received); whole; whole = readRequest(received)) {
        received = received.subarray(whole.length);
        requests.push(whole.request);
        script(whole.request, socket, requests.length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    requests,
    bytes: () => bytes,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** An HTTP/1.1 answer as text, with its length unless `headers` says otherwise. */
export function answer(status: number, body: string, headers: Record<string, string> = {}): string {
  const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Scripted\r\n${lines.join('')}\r\n${body}`;
}

function readRequest(received: Buffer): { request: RawRequest; length: number } | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [first = '', ...lines] = received.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const bodyStart = headEnd + 4;
  const length = bodyStart + Number(headers['content-length'] ?? 0);
  if (received.length < length) return null;
  const [method = '', path = ''] = first.split(' ');
  return { request: { method, path, headers, body: received.subarray(bodyStart, length).toString('utf8') }, length };
}
