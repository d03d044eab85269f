import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { countUnfinished, startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { describeEnds, judge } from './witness.ts';
import { inWorld, type World } from './world.ts';

const VARIANTS = 60;
const VARIANTS_SHORT = 12;
const CRASHES = 4;
const OUTAGE_MS = 30_000;
const OUTAGE_MS_SHORT = 5_000;
const READY_AGAIN_WITHIN_MS = 15_000;
const ENDS_WITHIN_MS = 240_000;

export const proof: Proof = {
  id: 'P06',
  promise: 'Postgres restart or 30 s outage: nothing lost, no crash loop, readiness says so',
  run: ({ seed, short }) =>
    inWorld({ seed, speed: 8 }, async (world) => {
      const { broken, expect } = notes();
      const variants = short ? VARIANTS_SHORT : VARIANTS;
      const outageMs = short ? OUTAGE_MS_SHORT : OUTAGE_MS;
      for (let n = 0; n < 2; n += 1) await world.startWorker();
      const processes = [world.api, ...world.workers];
      await startCampaign(world, writePrompts(variants, { seed }));

      for (let n = 0; n < (short ? 1 : CRASHES); n += 1) {
        await sleep(1_500);
        await world.postgres.crash();
        await world.postgres.start();
      }
      await sleep(1_500);
      const unfinished = await countUnfinished(world).catch(() => -1);
      await world.postgres.halt();
      const saidSo = await waitUntil(async () => (await readyStatus(world)) === 503, { withinMs: outageMs, everyMs: 200 });
      await sleep(outageMs);
      const [aliveStatus, readyInOutage] = [await statusOf(world, 'healthz'), await readyStatus(world)];
      const backAt = performance.now();
      await world.postgres.start();
      const readyAgain = await waitUntil(async () => (await readyStatus(world)) === 200, { withinMs: READY_AGAIN_WITHIN_MS, everyMs: 100 });
      const readyAfterMs = performance.now() - backAt;

      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');
      const judgement = await judge(world);
      const died = processes.filter(({ ended }) => ended !== null);
      expect(unfinished !== 0, 'every variant had ended before the outage: it shows nothing');
      expect(saidSo && readyInOutage === 503, `/readyz answered ${readyInOutage} in the outage`);
      expect(aliveStatus === 200, `/healthz answered ${aliveStatus} in the outage: a supervisor would restart the process for nothing`);
      expect(readyAgain, `/readyz did not answer 200 within ${READY_AGAIN_WITHIN_MS} ms of the database's return`);
      expect(died.length === 0, `${died.map(({ name }) => name).join(', ')} ended`);
      expect(judgement.ready === variants, `${variants - judgement.ready} variants are not ready`);
      expect(judgement.paidTwice === 0, `${judgement.paidTwice} jobs were paid twice`);
      expect(judgement.wrongBalances === 0, `${judgement.wrongBalances} balances differ from their entries`);
      return {
        figure:
          `${short ? 1 : CRASHES} crash restarts and an outage of ${outageMs / 1000} s: ${died.length} of ${processes.length} processes ended, ` +
          `readiness 503 and 200 again after ${(readyAfterMs / 1000).toFixed(1)} s; ${describeEnds(judgement)}`,
        broken,
      };
    }),
};

const readyStatus = (world: World): Promise<number> => statusOf(world, 'readyz');

async function statusOf({ apiUrl }: World, page: 'healthz' | 'readyz'): Promise<number> {
  const answer = await fetch(`${apiUrl}/${page}`);
  await answer.body?.cancel();
  return answer.status;
}
