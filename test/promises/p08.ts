import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { judge, readWitness, type WitnessLine } from './witness.ts';
import { inWorld } from './world.ts';

const VARIANTS = 60;
const VARIANTS_SHORT = 20;
/** What the sandbox asks for with every 429, wall clock. */
const RETRY_AFTER_MS = 1_000;
/** Requests that were already on their way when the first 429 was read and committed. */
const ON_ITS_WAY_MS = 400;
/** The database's and the sandbox's clock are one, the timers that read them are not. */
const EARLY_MS = 50;
const ENDS_WITHIN_MS = 240_000;

export const proof: Proof = {
  id: 'P08',
  promise: 'Provider 429: the whole key backs off by `retry-after`; no render lost',
  run: ({ seed, short }) =>
    inWorld({ seed }, async (world) => {
      const { broken, expect } = notes();
      const variants = short ? VARIANTS_SHORT : VARIANTS;
      await world.tell('faults', { rates: { rateLimited: 0.1 }, seed });
      for (let n = 0; n < 2; n += 1) await world.startWorker();
      await startCampaign(world, writePrompts(variants, { seed, token: (n) => (n % 10 === 3 ? '[[429:2]]' : '') }));
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');

      const creates = (await readWitness(world)).filter(({ kind }) => kind === 'create');
      const throttled = creates.filter(({ status }) => status === 429);
      const early = creates.filter((create) => throttled.some((refusal) => fallsIntoRest(create, refusal)));
      const { ready, billed, paidTwice } = await judge(world);
      expect(throttled.length > 0, 'the provider throttled nothing: it shows nothing');
      expect(early.length === 0, `${early.length} creates reached the provider while the key should have rested`);
      expect(ready === variants, `${variants - ready} variants are not ready`);
      expect(paidTwice === 0, `${paidTwice} jobs were paid twice`);
      return {
        figure: `${throttled.length} times 429: ${early.length} creates within retry-after on the whole key; ${ready} of ${variants} ready, ${billed} billed`,
        broken,
      };
    }),
};

function fallsIntoRest(create: WitnessLine, refusal: WitnessLine): boolean {
  const afterMs = create.atMs - refusal.atMs;
  return afterMs > ON_ITS_WAY_MS && afterMs < RETRY_AFTER_MS - EARLY_MS;
}
