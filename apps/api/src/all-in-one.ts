import { type Config, readConfig } from './app/config.ts';
import { buildDeps, type BuiltDeps } from './app/build-deps.ts';
import { type RunningApi, startApi } from './app/start-api.ts';
import { startWorker } from './app/start-worker.ts';
import type { Timing } from './lib/timing.ts';
import { listenPort } from './local/free-port.ts';
import { onSignal } from './local/on-signal.ts';
import { refuseKindly } from './local/refuse-kindly.ts';
import { resolveConfig, type ResolvedServices, type SandboxSettings } from './local/resolve-config.ts';

const DRAIN_MS = 20_000;
const STOP_LIMIT_MS = 25_000;

export interface AllInOne {
  api: RunningApi;
  built: BuiltDeps;
  services: ResolvedServices;
  stop: () => Promise<void>;
}

/** API, workers and every embedded service that the environment leaves open, in one process (the services in their own). */
export async function startAllInOne(config: Config, options: { sandbox?: SandboxSettings; timing?: Timing } = {}): Promise<AllInOne> {
  const port = await listenPort({ ...config.port, host: config.host });
  const services = await resolveConfig(config, options.sandbox);
  try {
    const built = await buildDeps(services.config, options.timing ? { timing: options.timing } : {});
    const api = await startApi(built, services.config, port);
    const worker = await startWorker(built.deps);
    if (services.sandbox) await services.sandbox.registerWebhook(api.webhookUrl);
    const stop = async (): Promise<void> => {
      await worker.stop();
      await api.close();
      await built.close(DRAIN_MS);
      await services.stop();
    };
    return { api, built, services, stop };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

if (import.meta.main) {
  await refuseKindly(async () => {
    const running = await startAllInOne(readConfig());
    onSignal(running.stop, STOP_LIMIT_MS);
    process.stdout.write(`Dailies is ready: ${running.api.url}\n`);
  });
}
