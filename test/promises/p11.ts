import path from 'node:path';
import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { describeEnds, judge } from './witness.ts';
import { inWorld, type WorkerWish } from './world.ts';

const SKEWS_MS = [600_000, -600_000];
const VARIANTS = 40;
const VARIANTS_SHORT = 12;
const ENDS_WITHIN_MS = 240_000;
const LOST = ['', '[[lose-response]]', '[[500:after]]', '[[429:1]]'];

export const proof: Proof = {
  id: 'P11',
  promise: 'Clock skew of ±10 min on a worker changes nothing (database clock, provider `Date` header)',
  run: ({ seed, short }) =>
    inWorld({ seed }, async (world) => {
      const { broken, expect } = notes();
      const variants = short ? VARIANTS_SHORT : VARIANTS;
      for (const skewMs of SKEWS_MS) await world.startWorker(skewed(skewMs));
      const prompts = writePrompts(variants * 3, { seed, token: (n) => LOST[n % LOST.length]! });
      for (const [n, clockSkewSeconds] of [0, -600, 600].entries()) {
        await world.tell('faults', { clockSkewSeconds });
        await startCampaign(world, prompts.slice(n * variants, (n + 1) * variants));
        expect(await waitForEnds(world, ENDS_WITHIN_MS), `not every variant ended with the provider’s clock at ${clockSkewSeconds} s`);
      }
      const judgement = await judge(world);
      expect(judgement.ready === judgement.variants, `${judgement.variants - judgement.ready} variants are not ready`);
      expect(judgement.billed === judgement.variants, `${judgement.billed} billed for ${judgement.variants} variants`);
      expect(judgement.wrongVideos === 0, `${judgement.wrongVideos} clips hold another video`);
      return { figure: `workers at +10 and −10 min, the provider at 0, −10 and +10 min: ${describeEnds(judgement)}`, broken };
    }),
};

const skewed = (skewMs: number): WorkerWish => ({
  imports: [path.join(import.meta.dirname, 'skewed-clock.ts')],
  env: { DAILIES_CLOCK_SKEW_MS: String(skewMs) },
});
