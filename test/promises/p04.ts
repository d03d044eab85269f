import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { DISPATCHER } from './drills.ts';
import { notes, type Proof } from './promise.ts';
import { countCreates, judge } from './witness.ts';
import { inWorld } from './world.ts';

const DISPATCHERS = 3;
const VARIANTS = 90;
const VARIANTS_SHORT = 12;
const SENT_WITHIN_MS = 120_000;
const ENDS_WITHIN_MS = 240_000;

export const proof: Proof = {
  id: 'P04',
  promise: 'Two workers, the same job: one create',
  run: ({ seed, short }) => {
    const variants = short ? VARIANTS_SHORT : VARIANTS;
    // Nobody reads what the provider says until all is sent: every variant has a place.
    return inWorld({ seed, inFlightMax: variants }, async (world) => {
      const { broken, expect } = notes();
      await Promise.all(Array.from({ length: DISPATCHERS }, () => world.startWorker(DISPATCHER)));
      await startCampaign(world, writePrompts(variants, { seed, repeatEvery: 5 }));
      const isSent = await waitUntil(async () => (await countCreates(world)) >= variants, { withinMs: SENT_WITHIN_MS, everyMs: 200 });
      expect(isSent, 'the dispatchers did not send every variant in time');
      await world.startWorker();
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');

      const { creates, ready, paidTwice, wrongVideos } = await judge(world);
      expect(creates === variants, `${creates} creates for ${variants} variants`);
      expect(ready === variants, `${variants - ready} variants are not ready`);
      expect(paidTwice === 0, `${paidTwice} jobs were paid twice`);
      expect(wrongVideos === 0, `${wrongVideos} clips hold another video`);
      return { figure: `${DISPATCHERS + 1} workers, ${variants} variants, ${creates} creates`, broken };
    });
  },
};
