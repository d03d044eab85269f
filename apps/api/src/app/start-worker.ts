import { sweepCampaigns } from '../campaign/sweep-campaigns.ts';
import { runLeasedLoop } from '../db/lease.ts';
import type { Deps } from '../deps.ts';
import { newId } from '../lib/new-id.ts';
import { sweepCancelled } from '../render/cancel-renders.ts';
import { guardRestore } from '../render/guard-restore.ts';
import { leaveMark } from '../render/restore-mark.ts';
import { sweepOrphans } from '../render/sweep-orphans.ts';
import { sweepRenders } from '../render/sweep-renders.ts';
import { withdrawRetired } from '../render/withdraw-retired.ts';
import { jobHandlers } from './job-handlers.ts';

/** Starts to consume jobs and to take part in the leased sweeps; `stop` ends the sweeps (the queue drains on its own). */
export async function startWorker(deps: Deps): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const { db, clock, log, timing } = deps;
  const holder = newId('job', clock.now().getTime());
  const loop = { db, clock, log, holder, leaseMs: timing.leaseMs, signal: stopping.signal };
  await guardRestore(deps, stopping.signal);
  const sweeps = [
    runLeasedLoop({ ...loop, name: 'sweep-renders', everyMs: timing.sweepEveryMs, work: () => sweepRenders(deps) }),
    runLeasedLoop({
      ...loop,
      name: 'sweep-orphans',
      everyMs: timing.orphanSweepEveryMs,
      work: async (signal) => {
        await sweepOrphans(deps, signal);
        await leaveMark(deps);
      },
    }),
    runLeasedLoop({
      ...loop,
      name: 'end-campaigns',
      everyMs: timing.reconcileEveryMs,
      work: async () => {
        await sweepCampaigns(deps);
        await withdrawRetired(deps);
        await sweepCancelled(deps);
      },
    }),
  ];
  await deps.queue.work(jobHandlers(deps));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(sweeps);
    },
  };
}
