import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

const DRAIN_MS_MAX = 2_000;

/** Answers JSON and ends the response. */
export function respondJson(response: ServerResponse, status: number, body: object, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers a refusal in the shape GraphQL clients read, for requests that never reach GraphQL. */
export function respondRefusal(response: ServerResponse, status: number, refusal: { code: string; message: string }): void {
  respondJson(response, status, { errors: [{ message: refusal.message, extensions: { code: refusal.code } }] });
}

/**
 * Lets a sender whose body nobody wants finish or give up, without keeping a byte: a connection cut while it still sends would lose it
 * our answer.
 */
export function discardBody(request: IncomingMessage): void {
  request.resume();
  const timer = setTimeout(() => request.destroy(), DRAIN_MS_MAX).unref();
  request.once('close', () => clearTimeout(timer));
}
