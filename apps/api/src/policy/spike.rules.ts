/** Days before today that tell what is usual. */
export const USUAL_DAYS = 14;
/** Fewer rejections than this alarm nobody. */
const SPIKE_MIN = 10;
/** So many times what is usual is a spike. */
const SPIKE_FACTOR = 3;

/** The mean of the days before; days without a rejection count as none. */
export function usualOf(earlier: readonly number[]): number {
  return earlier.reduce((sum, count) => sum + count, 0) / USUAL_DAYS;
}

/** Whether a day's rejections ask for a person to look: somebody probes the rules, or a template went wrong. */
export function isSpike(today: number, earlier: readonly number[]): boolean {
  return today >= SPIKE_MIN && today >= SPIKE_FACTOR * usualOf(earlier);
}
