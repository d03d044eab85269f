import { afterAll, expect, it } from 'vitest';
import type { Proof, ProofOptions } from '../promises/promise.ts';
import { stopWorlds } from '../promises/world.ts';

/** As `npm run promises -- --short` proves them, with few variants. */
const SHORT: ProofOptions = { seed: 1, short: true, variants: 12, say: () => undefined };

/** One file holds one proof, so that proofs run beside each other: each waits for most of its time. */
export function itKeeps({ id, promise, run }: Proof): void {
  // A proof that ran out of time would go on, and its processes with it.
  afterAll(stopWorlds);
  it(`keeps ${id}: ${promise}`, async () => {
    expect((await run(SHORT)).broken).toEqual([]);
  });
}
