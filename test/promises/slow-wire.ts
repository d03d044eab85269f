import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network between us and the provider in which some requests take their time. */
export interface SlowWire {
  /** The provider's address by this way; ends in /v1. */
  videosUrl: string;
  /** Creates that were held back so far. */
  readonly held: number;
  /** Delivers what was held back. */
  release(): void;
  stop(): Promise<void>;
}

/**
 * Passes everything on, but holds the first create of each prompt with `mark` back: whoever sent it sees no answer and hangs up, and the provider
 * receives it all the same, once it is released.
 */
export async function openSlowWire(options: { videosUrl: string; mark: string }): Promise<SlowWire> {
  const target = new URL(options.videosUrl);
  const held = new Map<string, () => void>();

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
      held.set(text, () => pass(incoming, body, null));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    videosUrl: `http://127.0.0.1:${port}${target.pathname}`,
    get held() {
      return held.size;
    },
    release() {
      for (const deliver of held.values()) deliver();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
