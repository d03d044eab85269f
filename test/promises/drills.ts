import path from 'node:path';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { countUnfinished, startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import type { OwnProcess } from './own-process.ts';
import { openSlowWire, type SlowWire } from './slow-wire.ts';
import { FREEZE_MARK, FROZEN_SENDS, type PatchName } from './source-patches.ts';
import { countCreates, type Judgement, judge, waitForOrphans } from './witness.ts';
import { ENDPOINT, inWorld, type World, type WorkerWish } from './world.ts';

/** One way to get into trouble on purpose, in a world with these changes in its sources. */
export type Drill = (input: { seed: number; patches: readonly PatchName[] }) => Promise<Judgement>;

const HASTEN = 60;
const ENDS_WITHIN_MS = 180_000;
const LATE_MARK = '((late))';
const FEW = 6;
/** What a woken worker would still send has reached the provider by then. */
const LATE_SEND_MS = 6_000;
/** A worker that does nothing but dispatch. */
export const DISPATCHER: WorkerWish = { script: path.join(import.meta.dirname, 'dispatcher.child.ts') };

/** Jobs start, and whoever made them is not told. */
export const answersAreLost: Drill = ({ seed, patches }) =>
  inWorld({ seed, hasten: HASTEN, patches }, async (world) => {
    await world.startWorker();
    const tokens = ['[[lose-response]]', '[[500:after]]', '[[reset:after]]'];
    await startCampaign(world, writePrompts(FEW, { seed, token: (n) => tokens[n % tokens.length]! }));
    return judgeAtEnd(world);
  });

/** The worker is killed while its requests are answered slowly; another one takes over. */
export const senderIsKilled: Drill = ({ seed, patches }) =>
  inWorld({ seed, hasten: HASTEN / 4, patches }, async (world) => {
    const worker = await world.startWorker();
    await startCampaign(world, writePrompts(FEW, { seed, token: () => '[[delay:3s]]' }));
    await waitUntil(async () => (await countCreates(world)) === FEW, { withinMs: 30_000 });
    await world.endWorker(worker, 'SIGKILL');
    await world.startWorker();
    return judgeAtEnd(world);
  });

/** Three workers have the same sends on their lists. */
export const workersShareAJob: Drill = ({ seed, patches }) =>
  inWorld({ seed, hasten: HASTEN, patches }, async (world) => {
    await Promise.all([1, 2, 3].map(() => world.startWorker(DISPATCHER)));
    await startCampaign(world, writePrompts(FEW * 4, { seed }));
    await waitUntil(async () => (await countCreates(world)) >= FEW * 4, { withinMs: 30_000, everyMs: 100 });
    await world.startWorker();
    return judgeAtEnd(world);
  });

/** A worker stands still right after its fences, and wakes when its renders have been given up and made again by another. */
export const workerFreezes: Drill = ({ seed, patches }) =>
  inWorld({ seed, hasten: HASTEN, patches }, async (world) => {
    const frozen = await world.startWorker({ patches: ['freeze-after-fence'] });
    await startCampaign(world, writePrompts(FROZEN_SENDS, { seed, token: () => FREEZE_MARK }));
    await waitUntil(() => isStandingStill(frozen), { withinMs: 30_000 });
    await world.startWorker();
    await waitForEnds(world, ENDS_WITHIN_MS);
    frozen.wake();
    await sleep(LATE_SEND_MS);
    return judgeAtEnd(world);
  });

/** The network delivers requests when their sender has long hung up: while they are still looked for, or when they were made again. */
export const requestsArriveLate =
  (when: 'within the quiet period' | 'after it'): Drill =>
  (input) =>
    onSlowWire(input, 1, async (world, wire) => {
      await startCampaign(world, writePrompts(FEW, { seed: input.seed, token: () => LATE_MARK }));
      await waitUntil(() => wire.held === FEW, { withinMs: ENDS_WITHIN_MS });
      if (when === 'after it') await waitForEnds(world, ENDS_WITHIN_MS);
      else await sleep(world.timing.submittingStaleMs + world.timing.quietPeriodMs / 4);
      await releaseAll(world, wire);
    });

/** Identical requests are wanted at once, and the network delivers those that were sent when their sender has hung up, together. */
export const twinsArriveLate: Drill = (input) =>
  onSlowWire(input, 2, async (world, wire) => {
    const prompts = writePrompts(FEW, { seed: input.seed, token: () => LATE_MARK });
    await startCampaign(
      world,
      prompts.flatMap((prompt) => [prompt, prompt]),
    );
    await waitUntil(() => wire.held === 2 * FEW, { withinMs: world.timing.submittingStaleMs + world.timing.quietPeriodMs / 3 });
    await releaseAll(world, wire);
  });

/** A world whose worker reaches the provider over a network that holds back `ofEach` creates of each marked prompt; its judgement after the trouble. */
async function onSlowWire(
  input: Parameters<Drill>[0],
  ofEach: number,
  trouble: (world: World, wire: SlowWire) => Promise<void>,
): Promise<Judgement> {
  return inWorld({ ...input, hasten: HASTEN }, async (world) => {
    const wire = await openSlowWire({ videosUrl: world.sandbox.videosUrl, mark: LATE_MARK, ofEach });
    try {
      await sql`update endpoints set base_url = ${wire.videosUrl} where id = ${ENDPOINT}`.execute(world.db);
      await world.startWorker();
      await trouble(world, wire);
      return await judgeAtEnd(world);
    } finally {
      await wire.stop();
    }
  });
}

async function releaseAll(world: World, wire: SlowWire): Promise<void> {
  const before = await countCreates(world);
  const { held } = wire;
  wire.release();
  await waitUntil(async () => (await countCreates(world)) >= before + held, { withinMs: ENDS_WITHIN_MS });
}

/**
 * Every variant has ended, or its campaign has paused over what was paid twice and waits for a person; and what the orphan sweep may still find has
 * had its time.
 */
async function judgeAtEnd(world: World): Promise<Judgement> {
  const isOver = async () => (await countUnfinished(world)) === 0 || (await isHeldUp(world));
  await waitUntil(() => isOver().catch(() => false), { withinMs: ENDS_WITHIN_MS, everyMs: 250 });
  await waitForOrphans(world, world.timing.orphanSweepEveryMs * 6);
  return judge(world);
}

/** Whether a campaign is paused and nothing of it is under way any more. */
async function isHeldUp({ db }: World): Promise<boolean> {
  const { rows } = await sql`
    select from campaigns c where c.status = 'paused' and not exists (
      select from renders r where r.campaign_num = c.num and r.status in ('submitting', 'ambiguous', 'running', 'succeeded'))`.execute(db);
  return rows.length > 0;
}

/** Whether a process is stopped by a signal (`T` in proc_pid_stat(5)). */
function isStandingStill({ pid }: OwnProcess): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}
