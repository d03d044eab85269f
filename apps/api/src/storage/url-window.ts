const MINUTE_MS = 60_000;

/** Signed URLs begin and end on multiples of this, so that two requests, and two processes, make the same URL. */
export const URL_WINDOW_MS = 5 * MINUTE_MS;

/** The times a signed URL carries, unix ms. It never outlives `expiresAtMs`; a short-lived one keeps its exact end. */
export function urlWindow(expiresAtMs: number, nowMs: number): { beginsAtMs: number; endsAtMs: number } {
  const floor = (ms: number): number => Math.floor(ms / URL_WINDOW_MS) * URL_WINDOW_MS;
  const isShort = expiresAtMs - nowMs < 2 * URL_WINDOW_MS;
  return { beginsAtMs: floor(nowMs), endsAtMs: isShort ? expiresAtMs : floor(expiresAtMs) };
}
