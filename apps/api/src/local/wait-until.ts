import { setTimeout as sleep } from 'node:timers/promises';

/** Asks `isDone` every `everyMs` until it answers true; false when `withinMs` have passed first. */
export async function waitUntil(
  isDone: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 20 }: { withinMs: number; everyMs?: number },
): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await isDone())) {
    if (performance.now() > giveUpAt) return false;
    await sleep(everyMs);
  }
  return true;
}
