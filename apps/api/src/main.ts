import { buildDeps } from './app/build-deps.ts';
import { readConfig } from './app/config.ts';
import { startApi } from './app/start-api.ts';
import { listenPort } from './local/free-port.ts';
import { readTiming } from './lib/timing.ts';
import { onSignal } from './local/on-signal.ts';
import { refuseKindly } from './local/refuse-kindly.ts';
import { resolveConfig } from './local/resolve-config.ts';

const DRAIN_MS = 5_000;
const STOP_LIMIT_MS = 25_000;

/** The API alone: GraphQL, the admin, uploads and incoming webhooks. Workers run beside it. */
await refuseKindly(async () => {
  const config = readConfig();
  const port = await listenPort({ ...config.port, host: config.host });
  const services = await resolveConfig(config);
  const built = await buildDeps(services.config, { timing: readTiming(process.argv.slice(2)) });
  const api = await startApi(built, services.config, port);
  if (services.sandbox) await services.sandbox.registerWebhook(api.webhookUrl);
  onSignal(async () => {
    await api.close();
    await built.close(DRAIN_MS);
    await services.stop();
  }, STOP_LIMIT_MS);
  process.stdout.write(`Dailies is ready: ${api.url}\n`);
});
