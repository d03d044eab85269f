import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from './draw.ts';
import type { World } from './world.ts';

/** What is done to the processes, and how often: mean pauses in milliseconds, 0 = never. */
export interface HavocRates {
  killWorkerEveryMs: number;
  freezeWorkerEveryMs: number;
  /** A freeze lasts from a tenth of this up to this. */
  freezeMsMax: number;
  killApiEveryMs: number;
  crashPostgresEveryMs: number;
}

/** The rates of the chaos run: something is hurt every second or so. */
export const HOSTILE_HAVOC: HavocRates = {
  killWorkerEveryMs: 3_000,
  freezeWorkerEveryMs: 2_000,
  freezeMsMax: 4_000,
  killApiEveryMs: 20_000,
  crashPostgresEveryMs: 15_000,
};

export interface HavocCounts {
  workersKilled: number;
  workersFrozen: number;
  apiKilled: number;
  postgresCrashed: number;
}

const OUTAGE_MS_MAX = 1_500;

/** Hurts the installation by seed until `signal` aborts, then puts everything back on its feet. Keeps as many workers as it found. */
export async function wreakHavoc(world: World, rates: HavocRates, seed: number, signal: AbortSignal): Promise<HavocCounts> {
  const counts: HavocCounts = { workersKilled: 0, workersFrozen: 0, apiKilled: 0, postgresCrashed: 0 };
  const rest = (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined);
  const again = async (everyMs: number, salt: number, hurt: (random: () => number) => Promise<void>): Promise<void> => {
    const random = randomFrom(seed * 31 + salt);
    while (everyMs > 0) {
      await rest(everyMs * (0.3 + 1.4 * random()));
      if (signal.aborted) return;
      await hurt(random);
    }
  };
  const anyWorker = (random: () => number) => world.workers[Math.floor(random() * world.workers.length)];

  await Promise.all([
    again(rates.killWorkerEveryMs, 1, async (random) => {
      const worker = anyWorker(random);
      if (!worker) return;
      await world.endWorker(worker, 'SIGKILL');
      counts.workersKilled += 1;
      await rest(random() * OUTAGE_MS_MAX);
      await startAgain(() => world.startWorker());
    }),
    again(rates.freezeWorkerEveryMs, 2, async (random) => {
      const worker = anyWorker(random);
      if (!worker) return;
      worker.freeze();
      counts.workersFrozen += 1;
      await rest(rates.freezeMsMax * (0.1 + 0.9 * random()));
      worker.wake();
    }),
    again(rates.killApiEveryMs, 3, async () => {
      await world.api.end('SIGKILL');
      counts.apiKilled += 1;
      await startAgain(() => world.startApi());
    }),
    again(rates.crashPostgresEveryMs, 4, async (random) => {
      await world.postgres.crash();
      counts.postgresCrashed += 1;
      await rest(random() * OUTAGE_MS_MAX);
      await world.postgres.start();
    }),
  ]);
  return counts;
}

/** A process that starts into a database outage ends with words; it is started again, as a supervisor would. */
async function startAgain(start: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await start();
      return;
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}
