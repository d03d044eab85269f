import { createHash } from 'node:crypto';

/** sha256 of UTF-8 text, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * A number in [0, 1) that depends on the parts alone: the sandbox's only chance, so that a run repeats by its seed.
 * Parts are length-prefixed, so that ("a", "bc") and ("ab", "c") differ.
 */
export function draw(...parts: (string | number)[]): number {
  const hash = createHash('sha256');
  for (const part of parts) {
    const text = String(part);
    hash.update(`${text.length}:${text}`);
  }
  return hash.digest().readUIntBE(0, 6) / 2 ** 48;
}

/** A small fast generator of numbers in [0, 1) for pictures (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
