import { expect, test } from 'vitest';
import { nextAttemptMs } from './back-off.rules.ts';

test('waits double from a second to five minutes, and end after 72 hours', () => {
  const waits = [1, 2, 3, 4, 9, 30].map((attempts) => (nextAttemptMs(attempts, 0, 1000) ?? 0) - 1000);
  expect(waits).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000]);
  expect(nextAttemptMs(100, 0, 72 * 3_600_000)).toBeNull();
});
