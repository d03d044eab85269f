const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;
const GIVE_UP_AFTER_MS = 72 * 3_600_000;

/** When to try again after `attempts` failures: doubling from a second to five minutes, for 72 hours; null = give up. Milliseconds. */
export function nextAttemptMs(attempts: number, firstMs: number, nowMs: number): number | null {
  if (nowMs - firstMs >= GIVE_UP_AFTER_MS) return null;
  return nowMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempts - 1));
}
