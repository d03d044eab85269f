import { expect, it } from 'vitest';
import { breachesOfControls, runControls } from '../promises/controls.ts';
import { proof as p03 } from '../promises/p03.ts';
import { proof as p04 } from '../promises/p04.ts';
import { proof as p14 } from '../promises/p14.ts';
import type { ProofOptions } from '../promises/promise.ts';

/** The quickest of `npm run promises`; the others are proved by that command alone. */
const SHORT: ProofOptions = { seed: 1, short: true, variants: 12, say: () => undefined };

it.each([p03, p04, p14])('keeps $id: $promise', async ({ run }) => {
  expect((await run(SHORT)).broken).toEqual([]);
});

it('pays twice once a rule of the protocol is taken out', async () => {
  const rows = await runControls(SHORT);
  expect(rows).toHaveLength(1);
  expect(breachesOfControls(rows)).toEqual([]);
});
