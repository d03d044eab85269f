import type { DatabaseSync } from 'node:sqlite';

/** One event on its way. A forged one carries a signature that is wrong. Times are unix milliseconds. */
export type Delivery = { seq: number; event_id: string; body: string; forged: number; due_ms: number; attempts: number; first_ms: number };

export type DeliveriesStore = ReturnType<typeof openDeliveriesStore>;

/** The outbox of webhooks: written with the end of the render, so that a restart sends what was not sent. */
export function openDeliveriesStore(db: DatabaseSync) {
  const insert = db.prepare('INSERT INTO webhook_deliveries (event_id, body, forged, due_ms, first_ms) VALUES (?, ?, ?, ?, ?)');
  const due = db.prepare('SELECT * FROM webhook_deliveries WHERE ended IS NULL AND due_ms <= ? ORDER BY due_ms, seq LIMIT ?');
  const next = db.prepare('SELECT min(due_ms) AS due_ms FROM webhook_deliveries WHERE ended IS NULL AND due_ms > ?');
  const retry = db.prepare('UPDATE webhook_deliveries SET attempts = attempts + 1, due_ms = ? WHERE seq = ?');
  const end = db.prepare('UPDATE webhook_deliveries SET attempts = attempts + 1, ended = ? WHERE seq = ?');
  const hurry = db.prepare('UPDATE webhook_deliveries SET due_ms = ? WHERE ended IS NULL AND attempts > 0');
  const count =
    db.prepare(`SELECT count(*) FILTER (WHERE ended IS NULL) AS pending, count(*) FILTER (WHERE ended = 'delivered') AS delivered,
    count(*) FILTER (WHERE ended = 'given_up') AS givenUp FROM webhook_deliveries`);
  return {
    insert(event: { id: string; body: string; forged: boolean; dueMs: number; nowMs: number }): void {
      insert.run(event.id, event.body, event.forged ? 1 : 0, event.dueMs, event.nowMs);
    },
    listDue: (nowMs: number, limit: number): Delivery[] => due.all(nowMs, limit) as unknown as Delivery[],
    findNextDueMs: (nowMs: number): number | null => (next.get(nowMs)?.['due_ms'] as number | null | undefined) ?? null,
    moveToRetry: (seq: number, dueMs: number): void => void retry.run(dueMs, seq),
    moveToEnded: (seq: number, how: 'delivered' | 'given_up'): void => void end.run(how, seq),
    /** Brings failed attempts forward: the receiver has moved. */
    hurry: (nowMs: number): void => void hurry.run(nowMs),
    readCounts: () => count.get() as { pending: number; delivered: number; givenUp: number },
  };
}
