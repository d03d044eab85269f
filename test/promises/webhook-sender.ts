import { Webhook } from 'standardwebhooks';
import { ENDPOINT, type World } from './world.ts';

export interface WebhookEvent {
  id: string;
  type: string;
  videoId: string;
}

/** How a delivery differs from what the provider would have sent. */
export interface Forgery {
  /** Signed with this instead of the endpoint's secret. */
  secret?: string;
  /** Dated so much later (or earlier) than now. */
  shiftMs?: number;
  /** Changes body or headers after they were signed. */
  tamper?: (sent: { body: string; headers: Record<string, string> }) => { body: string; headers: Record<string, string> };
}

/** Delivers one announcement as a provider signs it (Standard Webhooks); answers the status. */
export async function deliver(world: World, event: WebhookEvent, forgery: Forgery = {}): Promise<number> {
  const at = new Date(Date.now() + (forgery.shiftMs ?? 0));
  const body = JSON.stringify({
    id: event.id,
    object: 'event',
    created_at: Math.floor(at.getTime() / 1000),
    type: event.type,
    data: { id: event.videoId },
  });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(forgery.secret ?? world.sandbox.webhookSecret).sign(event.id, at, body),
  };
  const sent = forgery.tamper?.({ body, headers }) ?? { body, headers };
  const answer = await fetch(`${world.apiUrl}/webhooks/videos/${ENDPOINT}`, { method: 'POST', headers: sent.headers, body: sent.body });
  await answer.body?.cancel();
  return answer.status;
}
