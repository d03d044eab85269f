import { buildDeps } from './app/build-deps.ts';
import { readConfig } from './app/config.ts';
import { startWorker } from './app/start-worker.ts';
import { readTiming } from './lib/timing.ts';
import { onSignal } from './local/on-signal.ts';
import { refuseKindly } from './local/refuse-kindly.ts';
import { resolveConfig } from './local/resolve-config.ts';

const DRAIN_MS = 20_000;
const STOP_LIMIT_MS = 25_000;

/** A worker alone: consumes jobs and takes part in the sweeps. Any number may run against one database. */
await refuseKindly(async () => {
  const services = await resolveConfig(readConfig());
  const built = await buildDeps(services.config, { timing: readTiming(process.argv.slice(2)) });
  const worker = await startWorker(built.deps);
  onSignal(async () => {
    await worker.stop();
    await built.close(DRAIN_MS);
    await services.stop();
  }, STOP_LIMIT_MS);
  process.stdout.write('The worker is ready.\n');
});
