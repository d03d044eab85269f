import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What a handler answers; `answer` below is the only one that touches the socket. */
export type Reply =
  | { kind: 'json'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'text'; status: number; type: string; text: string }
  | { kind: 'stream'; send: (response: ServerResponse) => Promise<void> }
  | { kind: 'drop'; how: DropKind }
  | { kind: 'delayed'; ms: number; reply: Reply };

/** `close`: the connection ends without a byte. `reset`: it is torn down. `hang`: it stays open and silent. */
export type DropKind = 'close' | 'reset' | 'hang';

export const json = (status: number, body: unknown, headers?: Record<string, string>): Reply =>
  headers ? { kind: 'json', status, body, headers } : { kind: 'json', status, body };

/** Writes a reply. An unread rest of the request is drained, so that the connection can serve the next one. */
export async function answer(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.kind === 'delayed') {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await setTimeout(reply.ms, undefined, { signal: gone.signal }).catch(() => undefined);
    return answer(request, response, reply.reply);
  }
  if (reply.kind === 'drop') return drop(request, reply.how);
  request.resume();
  if (reply.kind === 'stream') return reply.send(response);
  const [type, text] = reply.kind === 'json' ? ['application/json', JSON.stringify(reply.body)] : [reply.type, reply.text];
  const headers = reply.kind === 'json' ? reply.headers : undefined;
  response.writeHead(reply.status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers }).end(text);
}

function drop(request: IncomingMessage, how: DropKind): void {
  if (how === 'reset') request.socket.resetAndDestroy();
  if (how === 'close') request.socket.destroy();
}
