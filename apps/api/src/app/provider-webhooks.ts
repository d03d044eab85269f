import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import type { Deps } from '../deps.ts';

export interface WebhookOptions {
  /** The value of a secret by the name an endpoint row gives it. */
  readSecret: (name: string) => string | undefined;
  /** Brings the next look at this operation forward. It must not change anything else: a webhook proves nothing. */
  hint: (endpointId: string, operationId: string, said: 'completed' | 'failed') => Promise<unknown>;
}

export type WebhookHandler = (request: IncomingMessage, response: ServerResponse, endpointId: string) => Promise<void>;

const BODY_BYTES_MAX = 64 * 1024;
const SAID: ReadonlyMap<string, 'completed' | 'failed'> = new Map([
  ['video.completed', 'completed'],
  ['video.failed', 'failed'],
]);

const event = z.object({ type: z.string(), data: z.object({ id: z.string().min(1).max(2_000) }) });

/**
 * `POST /webhooks/videos/{endpointId}`: a provider tells that a video changed. Signed by the Standard Webhooks specification over the raw
 * body, 300 s tolerance both ways. Answers 204 once the signature holds, 401 where it does not, 404 for an endpoint that has no webhook,
 * 413 above 64 kB. The answer does not wait for the hint: a hint that fails is made up for by the next sweep.
 */
export function createProviderWebhooks(deps: Pick<Deps, 'db' | 'log'>, { readSecret, hint }: WebhookOptions): WebhookHandler {
  const { log } = deps;

  return async (request, response, endpointId) => {
    const answer = (status: number, headers: Record<string, string> = {}) => void response.writeHead(status, headers).end();
    if (request.method !== 'POST') return answer(405, { allow: 'POST' });
    const secret = await findSecret(deps, endpointId, readSecret);
    if (secret === undefined) return answer(404);

    const body = await readBody(request);
    if (body.kind === 'broken') return void response.destroy();
    if (body.kind === 'too_large') return answer(413, { connection: 'close' });
    const because = whyNotSigned(secret, body.text, request.headers);
    if (because !== null) {
      log.warn({ event: 'provider_webhook.refused', endpointId, because });
      return answer(401);
    }
    const told = event.safeParse(parseJson(body.text));
    answer(204);
    const said = told.success ? SAID.get(told.data.type) : undefined;
    if (!told.success || said === undefined) return log.info({ event: 'provider_webhook.ignored', endpointId });
    const operationId = told.data.data.id;
    await hint(endpointId, operationId, said).catch((error: unknown) => {
      log.warn({
        event: 'provider_webhook.hint_failed',
        endpointId,
        operationId,
        note: error instanceof Error ? error.message : String(error),
      });
    });
  };
}

async function findSecret(
  { db }: Pick<Deps, 'db'>,
  endpointId: string,
  readSecret: WebhookOptions['readSecret'],
): Promise<string | undefined> {
  if (!/^[\w.-]{1,100}$/.test(endpointId)) return undefined;
  const row = await db.selectFrom('endpoints').select('webhook_secret_name').where('id', '=', endpointId).executeTakeFirst();
  const secret = row?.webhook_secret_name ? readSecret(row.webhook_secret_name) : undefined;
  return secret === '' ? undefined : secret;
}

/** Reads at most 64 kB; what comes after is not kept and not waited for. */
function readBody(request: IncomingMessage): Promise<{ kind: 'whole'; text: string } | { kind: 'too_large' } | { kind: 'broken' }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) {
        request.pause();
        resolve({ kind: 'too_large' });
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve({ kind: 'whole', text: Buffer.concat(chunks).toString('utf8') }));
    request.on('close', () => resolve({ kind: 'broken' }));
  });
}

/** Null when the signature holds; else why it does not, in the verifier's words. */
export function whyNotSigned(secret: string, body: string, headers: IncomingHttpHeaders): string | null {
  const header = (name: string): string => String(headers[name] ?? '');
  try {
    const signed = {
      'webhook-id': header('webhook-id'),
      'webhook-timestamp': header('webhook-timestamp'),
      'webhook-signature': header('webhook-signature'),
    };
    new Webhook(secret).verify(body, signed, { jsonParse: false });
    return null;
  } catch (error) {
    return error instanceof WebhookVerificationError ? error.message : 'the webhook secret of this endpoint is no Standard Webhooks secret';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
