import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { judge, readWitness, type WitnessLine } from './witness.ts';
import { inWorld, type World } from './world.ts';

const VARIANTS = 60;
const VARIANTS_SHORT = 10;
/** What the sandbox asks for with every 429, wall clock. */
const RETRY_AFTER_MS = 1_000;
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
      const early = findEarly(creates, await readSteps(world));
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

/** A fence, or a 429 written down, of one render. Their ids grow in the order in which they held the endpoint's row. */
interface Step {
  id: number;
  kind: 'render.submitting' | 'endpoint.throttled';
  renderId: string;
  atMs: number;
}

async function readSteps({ db }: World): Promise<Step[]> {
  const rows = await db
    .selectFrom('events')
    .where('kind', 'in', ['render.submitting', 'endpoint.throttled'])
    .orderBy('id')
    .select(['id', 'kind', 'subject', 'facts', 'at'])
    .execute();
  return rows.map(({ id, kind, subject, facts, at }) => ({
    id,
    kind: kind as Step['kind'],
    renderId: kind === 'endpoint.throttled' ? (facts as { renderId: string }).renderId : subject,
    atMs: at.getTime(),
  }));
}

/**
 * Creates that the provider received while it had asked for rest, and whose fence was taken after the 429 was written down: what was fenced
 * before was already on its way.
 */
function findEarly(creates: readonly WitnessLine[], steps: readonly Step[]): WitnessLine[] {
  const stepsOf = Map.groupBy(steps, ({ renderId }) => renderId);
  const fenceOf = (create: WitnessLine) =>
    stepsOf.get(create.clientRequestId!)?.findLast(({ kind, atMs }) => kind === 'render.submitting' && atMs <= create.atMs);
  const answerOf = (refusal: WitnessLine) =>
    stepsOf.get(refusal.clientRequestId!)?.find(({ kind, atMs }) => kind === 'endpoint.throttled' && atMs >= refusal.atMs);
  const refusals = creates.filter(({ status }) => status === 429).map((refusal) => ({ refusal, answer: answerOf(refusal) }));
  return creates.filter((create) => {
    const fence = fenceOf(create);
    return refusals.some(({ refusal, answer }) => {
      const afterMs = create.atMs - refusal.atMs;
      const isInRest = afterMs > 0 && afterMs < RETRY_AFTER_MS - EARLY_MS;
      return isInRest && (!fence || !answer || fence.id > answer.id);
    });
  });
}
