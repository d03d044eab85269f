import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import type { Faults } from '../faults/faults.ts';
import type { Video, VideoState } from '../videos/video.ts';
import { nextAttemptMs } from './back-off.rules.ts';
import { openDeliveriesStore, type Delivery } from './deliveries.store.ts';

export type Webhooks = ReturnType<typeof openWebhooks>;

const AT_ONCE = 8;
const TIMEOUT_MS = 10_000;
const LATE_MS = 3000;
const SETTING = 'webhook-url';

/**
 * Sends `video.completed` and `video.failed` to one address, signed by the Standard Webhooks specification, again with back-off until it
 * answers 2xx, for 72 hours. Events without an address are not kept: a webhook is a hint.
 */
export function openWebhooks(tools: { db: DatabaseSync; faults: Faults; secret: string; url: string | null }) {
  const { db, faults } = tools;
  const store = openDeliveriesStore(db);
  const read = db.prepare('SELECT value FROM settings WHERE name = ?');
  const write = db.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const forget = db.prepare('DELETE FROM settings WHERE name = ?');
  const honest = new Webhook(tools.secret);
  const forger = new Webhook(`whsec_${randomBytes(32).toString('base64')}`);
  const stopping = new AbortController();
  const inFlight = new Map<number, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let url = tools.url ?? (read.get(SETTING)?.['value'] as string | undefined) ?? null;

  function wake(): void {
    if (stopping.signal.aborted || url === null) return;
    clearTimeout(timer);
    const nowMs = Date.now();
    for (const delivery of store.listDue(nowMs, AT_ONCE + inFlight.size)) {
      if (inFlight.size >= AT_ONCE) return;
      if (!inFlight.has(delivery.seq))
        inFlight.set(
          delivery.seq,
          deliver(delivery, url).finally(() => leave(delivery.seq)),
        );
    }
    const nextMs = store.findNextDueMs(nowMs);
    if (nextMs !== null) timer = setTimeout(wake, nextMs - nowMs);
  }

  function leave(seq: number): void {
    inFlight.delete(seq);
    wake();
  }

  async function deliver(delivery: Delivery, to: string): Promise<void> {
    const isTaken = await post(delivery, to).catch(() => false);
    if (stopping.signal.aborted && !isTaken) return;
    const nextMs = isTaken || delivery.forged ? null : nextAttemptMs(delivery.attempts + 1, delivery.first_ms, Date.now());
    if (nextMs === null) store.moveToEnded(delivery.seq, isTaken ? 'delivered' : 'given_up');
    else store.moveToRetry(delivery.seq, nextMs);
  }

  async function post(delivery: Delivery, to: string): Promise<boolean> {
    const at = new Date();
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'dailies-sandbox',
      'webhook-id': delivery.event_id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': (delivery.forged ? forger : honest).sign(delivery.event_id, at, delivery.body),
    };
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(to, { method: 'POST', headers, body: delivery.body, redirect: 'manual', signal });
    await response.body?.cancel();
    return response.ok;
  }

  return {
    url: () => url,
    /** Sets or (null) removes the address; what could not be delivered is tried there at once. */
    setUrl(next: string | null): void {
      url = next;
      if (next === null) forget.run(SETTING);
      else write.run(SETTING, next);
      store.hurry(Date.now());
      wake();
    },
    /** Writes the events of a video's end to the outbox; call it in the transaction of that end. */
    announce(video: Video, state: VideoState): void {
      if (url === null || (state !== 'completed' && state !== 'failed')) return;
      const token = faults.takeToken(video.prompt, video.promptSha, ({ name }) => name === 'webhook')?.argument ?? null;
      const strikes = (name: Parameters<Faults['strikes']>[0]) => faults.strikes(name, video.fingerprint);
      if (token === 'never' || strikes('webhookNever')) return;
      const nowMs = Date.now();
      const event = { id: `evt_${randomBytes(16).toString('hex')}`, object: 'event', created_at: Math.floor(nowMs / 1000) };
      const body = JSON.stringify({ ...event, type: `video.${state}`, data: { id: video.id } });
      const isLate = token === 'late' || strikes('webhookOutOfOrder');
      const line = { id: event.id, body, nowMs, dueMs: isLate ? nowMs + LATE_MS : nowMs, forged: false };
      if (token === 'forged' || strikes('webhookForged')) store.insert({ ...line, forged: true, dueMs: nowMs });
      store.insert(line);
      if (token === 'twice' || strikes('webhookTwice')) store.insert(line);
    },
    wake,
    readCounts: store.readCounts,
    async stop(): Promise<void> {
      stopping.abort();
      clearTimeout(timer);
      await Promise.all(inFlight.values());
    },
  };
}
