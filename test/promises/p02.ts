import { breachesOf, describeHavoc, runChaos } from './chaos.ts';
import { breachesOfControls, runControls } from './controls.ts';
import type { Proof } from './promise.ts';
import { describeEnds } from './witness.ts';

const VARIANTS_SHORT = 12;

export const proof: Proof = {
  id: 'P02',
  promise: 'Never two paid renders for one attempt where it can be proved; else parked and shown',
  async run(options) {
    const chaos = await runChaos(options, { variants: options.short ? VARIANTS_SHORT : options.variants });
    const controls = await runControls(options);
    const { paidTwice, lost, wrongVideos, unseenOrphans } = chaos.judgement;
    return {
      figure:
        `paid twice ${paidTwice}, lost ${lost}, wrong video ${wrongVideos}, unseen orphans ${unseenOrphans} ` +
        `(${describeEnds(chaos.judgement)}; ${describeHavoc(chaos.havoc)}; ${chaos.seconds.toFixed(0)} s)`,
      broken: [...breachesOf(chaos), ...breachesOfControls(controls)],
      controls,
    };
  },
};
