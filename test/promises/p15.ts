import { sql } from 'kysely';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { countUnfinished, startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { describeEnds, judge } from './witness.ts';
import { inWorld, type World } from './world.ts';

const VARIANTS = 90;
const VARIANTS_SHORT = 24;
const WORKERS = 3;
const DRAIN_LIMIT_MS = 25_000;
const ENDS_WITHIN_MS = 240_000;
/** Half of what a send may take here: answers are still to come when processes end, and none is given up as lost. */
const SLOW_ANSWER = '[[delay:1s]]';
const SENDS_OPEN_WITHIN_MS = 5_000;

export const proof: Proof = {
  id: 'P15',
  promise: 'SIGTERM drains within 25 s; a rolling deploy in mid-render loses nothing',
  run: ({ seed, short }) =>
    // A few variants are sent before the first process ends: they must outlast a deploy that takes its time on a busy machine.
    inWorld({ seed, speed: short ? 4 : 8, inFlightMax: VARIANTS, capacity: VARIANTS }, async (world) => {
      const { broken, expect } = notes();
      const variants = short ? VARIANTS_SHORT : VARIANTS;
      for (let n = 0; n < WORKERS; n += 1) await world.startWorker();
      await startCampaign(world, writePrompts(variants, { seed, token: () => SLOW_ANSWER }));
      const drains: number[] = [];
      let openSends = 0;
      for (const worker of world.workers.slice()) {
        await waitUntil(async () => (await countSends(world)) > 0, { withinMs: SENDS_OPEN_WITHIN_MS, everyMs: 50 });
        openSends += await countSends(world);
        const { code, tookMs } = await world.endWorker(worker, 'SIGTERM');
        drains.push(tookMs);
        expect(code === 0, `${worker.name} ended with ${code}`);
        await world.startWorker();
      }
      const { code, tookMs } = await world.api.end('SIGTERM');
      drains.push(tookMs);
      expect(code === 0, `the API ended with ${code}`);
      const unfinished = await countUnfinished(world);
      await world.startApi();

      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');
      const judgement = await judge(world);
      const slowestMs = Math.max(...drains);
      expect(openSends > 0, 'no answer was awaited when a worker was told to end: it shows nothing');
      expect(unfinished > 0, 'every variant had ended before the deploy: it shows nothing');
      expect(slowestMs < DRAIN_LIMIT_MS, `a drain took ${(slowestMs / 1000).toFixed(1)} s`);
      expect(judgement.ready === variants, `${variants - judgement.ready} variants are not ready`);
      expect(judgement.paidTwice === 0, `${judgement.paidTwice} jobs were paid twice`);
      expect(judgement.creates === variants, `${judgement.creates} creates for ${variants} variants`);
      return {
        figure: `${drains.length} processes replaced, ${openSends} sends open when workers were told to end, slowest drain ${(slowestMs / 1000).toFixed(1)} s; ${describeEnds(judgement)}`,
        broken,
      };
    }),
};

/** How many creates await their answer. */
async function countSends({ db }: World): Promise<number> {
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from renders where status = 'submitting'`.execute(db);
  return rows[0]!.open;
}
