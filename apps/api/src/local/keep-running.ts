const LOOK_EVERY_MS = 500;
const BACK_OFF_MS = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** After this long without a death the next one is treated as the first. */
const CALM_AFTER_MS = 60_000;

/**
 * Looks at a service twice a second and brings it back when it has died, with growing pauses while that fails or it dies again soon.
 * `revive` may find that somebody else was faster. `stop` ends the watch and waits for a revival under way.
 */
export function keepRunning(service: { isAlive(): boolean; revive(): Promise<void> }): { stop(): Promise<void> } {
  let isStopped = false;
  let deaths = 0;
  let lastDeathAt = 0;
  let revival: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;

  const look = async (): Promise<void> => {
    if (service.isAlive()) return watchAfter(LOOK_EVERY_MS);
    deaths = performance.now() - lastDeathAt > CALM_AFTER_MS ? 1 : deaths + 1;
    lastDeathAt = performance.now();
    if (deaths === 1) await attempt();
    else watchAfter(BACK_OFF_MS[Math.min(deaths, BACK_OFF_MS.length) - 1] ?? LOOK_EVERY_MS, attempt);
  };
  const attempt = async (): Promise<void> => {
    await service.revive().catch(() => undefined);
    watchAfter(LOOK_EVERY_MS);
  };
  const watchAfter = (ms: number, step: () => Promise<void> = look): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      revival = step();
    }, ms);
    timer.unref();
  };

  watchAfter(LOOK_EVERY_MS);
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await revival;
    },
  };
}
