import { requestsArriveLate, workerFreezes } from './drills.ts';
import { notes, type Proof } from './promise.ts';

export const proof: Proof = {
  id: 'P05',
  promise:
    'A frozen worker that wakes after its send budget never sends; what arrives after the quiet period is caught by the orphan sweep and shown',
  async run({ seed }) {
    const { broken, expect } = notes();
    const [frozen, late] = await Promise.all([workerFreezes({ seed, patches: [] }), requestsArriveLate('after it')({ seed, patches: [] })]);
    expect(frozen.creates === frozen.variants, `the woken worker sent: ${frozen.creates} creates for ${frozen.variants} variants`);
    expect(frozen.ready === frozen.variants, `${frozen.variants - frozen.ready} variants of the frozen worker are not ready`);
    expect(late.ready === late.variants, `${late.variants - late.ready} variants with late requests are not ready`);
    expect(late.unseenOrphans === 0, `${late.unseenOrphans} of ${late.paidTwice} jobs that arrived too late are shown nowhere`);
    expect(late.seenOrphans > 0, 'no request arrived too late: the drill shows nothing');
    expect(late.wrongBalances === 0, `${late.wrongBalances} balances differ from their entries`);
    return {
      figure:
        `${frozen.variants} renders fenced by a worker that stood still: ${frozen.creates - frozen.variants} late sends; ` +
        `${late.seenOrphans} requests delivered after the quiet period: ${late.seenOrphans} shown as orphans, ${late.unseenOrphans} unseen`,
      broken,
    };
  },
};
