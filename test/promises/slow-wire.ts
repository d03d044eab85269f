import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network between us and the provider in which some requests take their time. */
export interface SlowWire {
  /** The provider's address by this way; ends in /v1. */
  videosUrl: string;
  /** Creates that were held back and then delivered. */
  readonly delivered: number;
  stop(): Promise<void>;
}

/**
 * Passes everything on, but holds the first create of each prompt with `mark` back for `holdMs`: whoever sent it sees no answer and hangs up,
 * and the provider receives it all the same.
 */
export async function openSlowWire(options: { videosUrl: string; mark: string; holdMs: number }): Promise<SlowWire> {
  const target = new URL(options.videosUrl);
  const held = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let delivered = 0;

  const pass = (incoming: IncomingMessage, body: Buffer, answer: ServerResponse | null): void => {
    const { method, url, headers } = incoming;
    const outgoing = send(
      { host: target.hostname, port: target.port, method, path: url, headers: { ...headers, host: target.host } },
      (reply) => {
        if (!answer) return void reply.resume();
        answer.writeHead(reply.statusCode!, reply.headers);
        reply.pipe(answer);
      },
    );
    outgoing.on('error', () => answer?.destroy());
    outgoing.end(body);
  };
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = body.toString('utf8');
      if (incoming.method !== 'POST' || !text.includes(options.mark) || held.has(text)) return pass(incoming, body, answer);
      held.add(text);
      const timer = setTimeout(() => {
        timers.delete(timer);
        delivered += 1;
        pass(incoming, body, null);
      }, options.holdMs);
      timers.add(timer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    videosUrl: `http://127.0.0.1:${port}${target.pathname}`,
    get delivered() {
      return delivered;
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
