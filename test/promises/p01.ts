import { breachesOf, describeHavoc, runChaos } from './chaos.ts';
import type { Proof } from './promise.ts';
import { describeEnds } from './witness.ts';

const VARIANTS = 60;
const VARIANTS_SHORT = 12;
/** A good provider and a good bucket: every end but `ready` would be our own doing. */
const KILLS_ALONE = { killWorkerEveryMs: 900, freezeWorkerEveryMs: 0, freezeMsMax: 0, killApiEveryMs: 6_000, crashPostgresEveryMs: 9_000 };

export const proof: Proof = {
  id: 'P01',
  promise: '`kill -9` of any process at any time: no variant is lost; each ends ready, failed with a reason, or parked',
  async run(options) {
    const variants = options.short ? VARIANTS_SHORT : VARIANTS;
    const chaos = await runChaos(options, { variants, provider: {}, bucket: {}, havoc: KILLS_ALONE });
    const { lost, ready } = chaos.judgement;
    const broken = breachesOf(chaos);
    if (ready !== variants) broken.push(`${variants - ready} variants are not ready, though provider and bucket were well`);
    return { figure: `lost ${lost} of ${describeEnds(chaos.judgement)}; ${describeHavoc(chaos.havoc)}`, broken };
  },
};
