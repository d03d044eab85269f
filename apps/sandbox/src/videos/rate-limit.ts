const WINDOW_MS = 60_000;

export type RateLimit = ReturnType<typeof openRateLimit>;

/** A sliding minute of at most `rpm` creates, wall clock; null = no limit. */
export function openRateLimit(rpm: number | null) {
  const taken: number[] = [];
  return {
    rpm,
    /** 0 = go ahead, and the call is counted; else whole seconds until the next one may come. */
    take(nowMs: number): number {
      if (rpm === null) return 0;
      while (taken.length > 0 && (taken[0] ?? 0) <= nowMs - WINDOW_MS) taken.shift();
      if (taken.length >= rpm) return Math.max(1, Math.ceil(((taken[0] ?? 0) + WINDOW_MS - nowMs) / 1000));
      taken.push(nowMs);
      return 0;
    },
  };
}
