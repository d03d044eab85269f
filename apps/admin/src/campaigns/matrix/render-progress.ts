/** A bar that is not told its end never looks done. */
const SHARE_MAX = 95;

/** How far a render is by the time that its like take, in percent. */
export function expectedShare(elapsedSeconds: number, typicalSeconds: number): number {
  return Math.min(SHARE_MAX, Math.round((100 * elapsedSeconds) / Math.max(1, typicalSeconds)));
}
