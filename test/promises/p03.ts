import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { judge, readWitness, type WitnessLine } from './witness.ts';
import { inWorld, type World } from './world.ts';

/** Every way in which a job starts and its maker is not told. */
const LOST = [
  '[[lose-response]]',
  '[[500:after]]',
  '[[reset:after]]',
  '[[hang:after]]',
  '[[garbage]]',
  '[[garbage:html]]',
  '[[garbage:id]]',
];
/** Every way in which nothing starts, and that can not be told from the above. */
const NEVER_STARTED = ['[[500:before]]', '[[reset:before]]', '[[hang]]'];
const HASTEN = 40;
const ENDS_WITHIN_MS = 240_000;

export const proof: Proof = {
  id: 'P03',
  promise: 'A lost response is resolved by reading the provider’s list before anything is created again',
  run: ({ seed, short }) =>
    inWorld({ seed, hasten: HASTEN }, async (world) => {
      const { broken, expect } = notes();
      const tokens = [...LOST, ...NEVER_STARTED];
      const prompts = writePrompts(tokens.length * (short ? 1 : 4), { seed, token: (n) => tokens[n % tokens.length]! });
      await world.startWorker();
      await startCampaign(world, prompts);
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');

      const { paidTwice, ready, variants, billed } = await judge(world);
      const sends = [...Map.groupBy(await listCreates(world), ({ fingerprint }) => fingerprint).values()];
      const lost = sends.filter(([first]) => first!.videoId !== null);
      const repeated = sends.filter((creates) => creates.length > 1);
      const waits = repeated.map(([first, second]) => second!.atMs - first!.atMs);
      expect(ready === variants, `${variants - ready} of ${variants} variants are not ready`);
      expect(paidTwice === 0, `${paidTwice} jobs were paid twice`);
      expect(
        lost.every((creates) => creates.length === 1),
        'a job that had started was created again',
      );
      expect(
        waits.every((ms) => ms >= world.timing.quietPeriodMs),
        `one was created again after ${Math.min(...waits)} ms, before the quiet period of ${world.timing.quietPeriodMs} ms`,
      );
      return {
        figure:
          `${lost.length} started unheard: ${lost.filter((creates) => creates.length === 1).length} found in the list, 0 made again; ` +
          `${repeated.length} never started: made again after ${(Math.min(...waits) / world.timing.quietPeriodMs).toFixed(2)} quiet periods or later; ` +
          `${billed} billed for ${variants} variants`,
        broken,
      };
    }),
};

async function listCreates(world: World): Promise<WitnessLine[]> {
  return (await readWitness(world)).filter(({ kind }) => kind === 'create');
}
