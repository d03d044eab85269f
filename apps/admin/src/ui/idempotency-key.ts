/** A fresh idempotency key: one for one intention, however often its button is pressed. */
export function newKey(): string {
  return crypto.randomUUID();
}
