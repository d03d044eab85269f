import { expect, it } from 'vitest';
import type { Proof, ProofOptions } from '../promises/promise.ts';

/** As `npm run promises -- --short` proves them, with few variants. */
export const SHORT: ProofOptions = { seed: 1, short: true, variants: 12, say: () => undefined };

/** One file holds one proof, so that proofs run beside each other: each waits for most of its time. */
export function itKeeps({ id, promise, run }: Proof): void {
  it(`keeps ${id}: ${promise}`, async () => {
    expect((await run(SHORT)).broken).toEqual([]);
  });
}
