import { createServer, type Server } from 'node:http';
import { whyNotSigned } from '../../app/provider-webhooks.ts';

export interface WebhookEar {
  /** Null once a well-signed announcement of this video came; after `withinMs`, why none counted. */
  wait(operationId: string, withinMs: number): Promise<string | null>;
  stop(): Promise<void>;
}

const POLL_MS = 100;

/** Listens on 127.0.0.1 for a provider's announcements and remembers which videos were announced, and how well. */
export async function listenForWebhook(port: number, secret: string): Promise<WebhookEar> {
  const heard = new Map<string, string | null>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const why = whyNotSigned(secret, text, request.headers);
      const id = idIn(text);
      if (id !== null && heard.get(id) !== null) heard.set(id, why);
      response.writeHead(why === null ? 204 : 401).end();
    });
  });
  await listen(server, port);
  return {
    async wait(operationId, withinMs) {
      const endsAt = performance.now() + withinMs;
      while (heard.get(operationId) !== null && performance.now() < endsAt) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const why = heard.get(operationId);
      return why === undefined ? 'none came for this video' : why;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function idIn(text: string): string | null {
  try {
    const { data } = JSON.parse(text) as { data?: { id?: unknown } };
    return typeof data?.id === 'string' ? data.id : null;
  } catch {
    return null;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
