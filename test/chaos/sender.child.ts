import { buildDeps } from '../../apps/api/src/app/build-deps.ts';
import { readConfig } from '../../apps/api/src/app/config.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { resolveConfig } from '../../apps/api/src/local/resolve-config.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';

/**
 * A worker without a queue and without downloads: it sends and reads back for ever. Several of them dispatch at the same time, which the queue
 * would not let them, and leave the processor to the provider.
 */
const PAUSE_MS = 250;
const { config } = await resolveConfig(readConfig());
const { deps } = await buildDeps(config, { timing: productionTiming });
const { signal } = new AbortController();
process.stdout.write('The sender is ready.\n');

async function forEver(work: () => Promise<void>): Promise<never> {
  for (;;) {
    await work();
    await deps.clock.sleep(PAUSE_MS);
  }
}

await Promise.all([forEver(() => dispatchEndpoint(deps, 'default', signal)), forEver(() => reconcileEndpoint(deps, 'default', signal))]);
