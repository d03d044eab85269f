import { createRequire } from 'node:module';
import path from 'node:path';
import { readConfig } from '../app/config.ts';
import { childEnvironment } from '../local/child-environment.ts';
import { listenPort } from '../local/free-port.ts';
import { onSignal } from '../local/on-signal.ts';
import { refuseKindly } from '../local/refuse-kindly.ts';
import { resolveConfig } from '../local/resolve-config.ts';
import { runBeside } from './dev/run-beside.ts';

const CHILDREN_STOP_MS = 20_000;
const STOP_LIMIT_MS = 28_000;
const ROOT = path.resolve(import.meta.dirname, '../../../..');
const ADMIN = path.join(ROOT, 'apps/admin');

/**
 * `npm run dev`: API and worker, started again whenever one of their files is saved, and the admin by Vite, which changes the page in
 * place. The embedded services are held here, so that a restart of the API costs a moment and not their start.
 */
await refuseKindly(async () => {
  const config = readConfig();
  const port = await listenPort({ ...config.port, host: config.host });
  const services = await resolveConfig(config);
  const apiUrl = `http://${config.host}:${port}`;
  const env = childEnvironment({ PORT: String(port), DAILIES_API_URL: apiUrl });
  const vite = createRequire(path.join(ADMIN, 'package.json')).resolve('vite/package.json');
  const beside = runBeside([
    { name: 'the API', args: ['--watch', '--watch-preserve-output', path.join(ROOT, 'apps/api/src/all-in-one.ts')], cwd: ROOT, env },
    { name: 'Vite', args: [path.join(path.dirname(vite), 'bin/vite.js'), '--clearScreen', 'false'], cwd: ADMIN, env },
  ]);
  let isStopping = false;
  const stop = async (): Promise<void> => {
    isStopping = true;
    await beside.stop(CHILDREN_STOP_MS);
    await services.stop();
  };
  onSignal(stop, STOP_LIMIT_MS);
  process.stdout.write(`The API answers at ${apiUrl}/graphql; open the admin at the address Vite prints. Ctrl-C stops all.\n`);

  const { name, how } = await beside.ended;
  if (isStopping) return;
  process.stderr.write(`${name} ended (${how}).\n`);
  await stop();
  process.exit(1);
});
