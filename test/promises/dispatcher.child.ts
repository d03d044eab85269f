import { buildDeps } from '../../apps/api/src/app/build-deps.ts';
import { readConfig } from '../../apps/api/src/app/config.ts';
import { readTiming } from '../../apps/api/src/lib/timing.ts';
import { resolveConfig } from '../../apps/api/src/local/resolve-config.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { ENDPOINT } from './world.ts';

/** A worker that does one job for ever, whatever the queue says: dispatch. Several of them have the same job at the same time. */
const services = await resolveConfig(readConfig());
const { deps } = await buildDeps(services.config, { timing: readTiming(process.argv.slice(2)) });
process.stdout.write('The worker is ready.\n');
const { signal } = new AbortController();
for (;;) {
  await dispatchEndpoint(deps, ENDPOINT, signal);
  await deps.clock.sleep(5);
}
