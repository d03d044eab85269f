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
 * Passes everything on, but holds the first creates of each prompt with `mark` back, `ofEach` of them: whoever sent one sees no answer and hangs up,
 * and the provider receives it all the same, once it is released. After that nothing is held any more.
 */
export async function openSlowWire(options: { videosUrl: string; mark: string; ofEach: number }): Promise<SlowWire> {
  const target = new URL(options.videosUrl);
  const held: { text: string; deliver: () => void }[] = [];
  let isReleased = false;
  const mayHold = (text: string): boolean =>
    !isReleased && text.includes(options.mark) && held.filter((one) => one.text === text).length < options.ofEach;

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
      if (incoming.method !== 'POST' || !mayHold(text)) return pass(incoming, body, answer);
      held.push({ text, deliver: () => pass(incoming, body, null) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    videosUrl: `http://127.0.0.1:${port}${target.pathname}`,
    get held() {
      return held.length;
    },
    release() {
      isReleased = true;
      for (const { deliver } of held) deliver();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
