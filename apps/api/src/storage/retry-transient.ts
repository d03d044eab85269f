import type { Clock } from '../lib/clock.ts';

/** How often and how patiently a call is repeated: waits double from `firstWaitMs` up to `waitMsMax`, each shortened by chance by up to half. */
export type RetryPolicy = { attempts: number; firstWaitMs: number; waitMsMax: number };

/** About 15 seconds in all; after that the job that asked is retried by its queue. */
export const STORAGE_RETRIES: RetryPolicy = { attempts: 8, firstWaitMs: 100, waitMsMax: 5_000 };

/** Runs `work` until it succeeds, fails for good, or the attempts are used up; then throws the last error. */
export async function retryTransient<T>(
  tools: { clock: Pick<Clock, 'sleep'>; random: () => number },
  work: (attempt: number) => Promise<T>,
  policy: RetryPolicy = STORAGE_RETRIES,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= policy.attempts || !isTransient(error)) throw asError(error);
      await tools.clock.sleep(waitBefore(attempt, policy, tools.random()));
    }
  }
}

/** Milliseconds to wait after the given failed attempt (from 1). `chance` lies in [0, 1). */
export function waitBefore(attempt: number, policy: RetryPolicy, chance: number): number {
  const full = Math.min(policy.waitMsMax, policy.firstWaitMs * 2 ** (attempt - 1));
  return full * (1 - chance / 2);
}

const WORTH_ANOTHER_TRY = new Set([408, 412, 425, 429]);
const CONNECTION_CODES = /^(E(CONN\w+|PIPE|TIMEDOUT|AI_AGAIN|NETUNREACH|HOSTUNREACH)|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_\w+)$/;

/**
 * Whether the same call may succeed later: 5xx, 429, 408, a lost precondition race (412), or a broken connection. Client libraries wrap the
 * latter in many ways, so causes are looked through; a RangeError is the storage client's word for "the server holds less than I sent".
 */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== null) return status >= 500 || WORTH_ANOTHER_TRY.has(status);
  if (!(error instanceof Error)) return false;
  if (error instanceof RangeError || error.name === 'AbortError' || error.name === 'FetchError') return true;
  if ('code' in error && typeof error.code === 'string' && CONNECTION_CODES.test(error.code)) return true;
  return isTransient(error.cause);
}

/** The HTTP status that an error of the storage client or of its HTTP layers carries, or null. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  for (const key of ['code', 'status'] as const) {
    const value = Number((error as Record<string, unknown>)[key] ?? NaN);
    if (Number.isInteger(value) && value >= 300 && value < 600) return value;
  }
  return null;
}

/** The storage client sometimes throws the bare error object of the answer. */
function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  const { message } = (error ?? {}) as { message?: unknown };
  const sentence = typeof message === 'string' ? message : 'The bucket failed without saying why.';
  return Object.assign(new Error(sentence, { cause: error }), { status: statusOf(error) });
}
