import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const BACKOFF_MAX_MS = 5_000;

/** Wakes one sleeper early. A ring while nobody sleeps is kept for the next sleep, so that none is lost. */
export interface Doorbell {
  ring(): void;
  /** Sleeps for `ms`, or until the bell rings or `signal` aborts. */
  sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void>;
}

export function createDoorbell(): Doorbell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async sleep(clock, ms, signal) {
      if (!rung && !signal.aborted) {
        const pause = new AbortController();
        wake = () => pause.abort();
        signal.addEventListener('abort', wake, { once: true });
        await clock.sleep(ms, pause.signal);
        signal.removeEventListener('abort', wake);
        wake = null;
      }
      rung = false;
    },
  };
}

/**
 * Does `work` again and again until `signal` aborts; resolves when the last run has ended. `work` answers how many milliseconds to
 * rest. An error is logged and followed by a rest that doubles from `backoffMs` to 5 s; it never ends the loop.
 */
export async function runLoop(options: {
  name: string;
  backoffMs: number;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  doorbell?: Doorbell;
  work: (signal: AbortSignal) => Promise<number>;
}): Promise<void> {
  const { clock, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const restMs = await options.work(signal);
      failures = 0;
      if (options.doorbell) await options.doorbell.sleep(clock, restMs, signal);
      else await clock.sleep(restMs, signal);
    } catch (error) {
      const restMs = Math.min(BACKOFF_MAX_MS, options.backoffMs * 2 ** failures);
      failures = Math.min(failures + 1, 16);
      options.log.warn({ event: 'loop.failed', loop: options.name, restMs, err: error });
      await clock.sleep(restMs, signal);
    }
  }
}
