import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { type HavocCounts, type HavocRates, HOSTILE_HAVOC, wreakHavoc } from './havoc.ts';
import type { ProofOptions } from './promise.ts';
import { type Judgement, judge, waitForOrphans } from './witness.ts';
import { inWorld, type World } from './world.ts';

/** Shares of calls: 5 % lost answers, 8 % server errors of which half after the create, 5 % throttled, 4 % resets, and bad files and news. */
export const HOSTILE_PROVIDER = {
  loseResponse: 0.05,
  serverErrorBefore: 0.04,
  serverErrorAfter: 0.04,
  rateLimited: 0.05,
  resetBefore: 0.02,
  resetAfter: 0.02,
  failServer: 0.02,
  failModeration: 0.01,
  truncate: 0.03,
  retrieveError: 0.05,
  listError: 0.05,
  listWithoutHasMore: 0.05,
  webhookTwice: 0.05,
  webhookOutOfOrder: 0.05,
  webhookForged: 0.05,
  webhookNever: 0.05,
};
export const HOSTILE_BUCKET = { status503: 0.05, resetUpload: 0.05, slowMs: 5 };

const WORKERS = 3;
const HASTEN = 20;
/** A few variants end with the last doubtful send: its quiet period is the time that the short form takes. */
const HASTEN_SHORT = 60;
/** Renders take a second: the key’s share of places shrinks under this much trouble, as it should, and few are under way at once. */
const SPEED = 100;
/** Every fourteenth prompt repeats the one before: identical requests must not be taken for one another. */
const REPEAT_EVERY = 14;
const LIMIT_MS_BASE = 240_000;
const LIMIT_MS_PER_VARIANT = 2_500;
const HAVOC_MS_SHORT = 12_000;

export interface ChaosResult {
  judgement: Judgement;
  havoc: HavocCounts;
  seconds: number;
  /** Whether every variant had ended in time. */
  ended: boolean;
}

/**
 * Renders one campaign on three workers while processes are killed and frozen, the database crashes, and provider and bucket answer
 * badly, all drawn from the seed. Havoc ends when half of the time is over (in the short form, after twelve seconds) or every variant has ended.
 */
export async function runChaos(
  options: ProofOptions,
  wish: { variants: number; provider?: Record<string, number>; bucket?: Record<string, number>; havoc?: HavocRates },
): Promise<ChaosResult> {
  const { seed, short, say } = options;
  const { variants, provider = HOSTILE_PROVIDER, bucket = HOSTILE_BUCKET, havoc = HOSTILE_HAVOC } = wish;
  return inWorld({ seed, hasten: short ? HASTEN_SHORT : HASTEN, speed: SPEED }, async (world) => {
    await world.tell('faults', { rates: provider, seed });
    await world.tell('bucket-faults', { rates: bucket, seed });
    for (let n = 0; n < WORKERS; n += 1) await world.startWorker();
    const startedMs = performance.now();
    await startCampaign(world, writePrompts(variants, { seed, repeatEvery: REPEAT_EVERY }));
    const calm = new AbortController();
    const hurting = wreakHavoc(world, havoc, seed, calm.signal);
    const limitMs = LIMIT_MS_BASE + variants * LIMIT_MS_PER_VARIANT;
    const reporting = setInterval(() => void report(world, say), 15_000);
    try {
      const early = await waitForEnds(world, short ? HAVOC_MS_SHORT : limitMs / 2);
      calm.abort();
      const counts = await hurting;
      const ended = early || (await waitForEnds(world, limitMs / 2));
      const seconds = (performance.now() - startedMs) / 1000;
      await waitForOrphans(world, world.timing.orphanSweepEveryMs * 4);
      return { judgement: await judge(world), havoc: counts, seconds, ended };
    } finally {
      clearInterval(reporting);
      calm.abort();
      await hurting;
    }
  });
}

async function report({ db }: World, say: ProofOptions['say']): Promise<void> {
  const phases = await db
    .selectFrom('variants')
    .select(['phase', (is) => is.fn.countAll<number>().as('n')])
    .groupBy('phase')
    .execute()
    .catch(() => []);
  say(phases.map(({ phase, n }) => `${n} ${phase}`).join(', '));
}

/** What a chaos run says of the promises both P01 and P02 rest on; every entry is a breach. */
export function breachesOf({ judgement, ended }: ChaosResult): string[] {
  const { lost, paidTwice, wrongVideos, unseenOrphans, wrongBalances } = judgement;
  const must: [boolean, string][] = [
    [ended, 'not every variant came to an end in time'],
    [lost === 0, `${lost} variants were lost`],
    [paidTwice === 0, `${paidTwice} jobs were paid twice`],
    [wrongVideos === 0, `${wrongVideos} clips hold another video`],
    [unseenOrphans === 0, `${unseenOrphans} paid jobs are shown nowhere`],
    [wrongBalances === 0, `${wrongBalances} balances differ from their entries`],
  ];
  return must.flatMap(([isSo, otherwise]) => (isSo ? [] : [otherwise]));
}

export function describeHavoc(havoc: HavocCounts): string {
  return `${havoc.workersKilled} kills, ${havoc.workersFrozen} freezes, ${havoc.apiKilled} API kills, ${havoc.postgresCrashed} database crashes`;
}
