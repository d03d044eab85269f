import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGraphqlClient, type GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import { environmentOf, type OwnProcess, startProcess } from '../support/child-process.ts';
import { launchCampaign, planCampaign, waitFor, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startServices, type TestServices } from '../support/start-app.ts';

const VARIANTS = 48;
/** The protocol's minutes as seconds: a send in doubt is decided within one test. */
const HASTE = ['--hasten', '20'];

let services: TestServices;
let api: OwnProcess;
let client: GraphqlClient;
let env: NodeJS.ProcessEnv;
const workers: OwnProcess[] = [];

beforeEach(async () => {
  services = await startServices({ speed: 20 });
  const keyFile = path.join(services.folder, 'service-account.json');
  await writeFile(keyFile, JSON.stringify(services.config.bucket.credentials));
  env = environmentOf(services, keyFile, 0);
  api = await startProcess('main', env, HASTE);
  client = createGraphqlClient(`${api.readyLine.split(' ').at(-1)!.replace(/\/$/, '')}/graphql`);
});

afterEach(async () => {
  await client.close();
  for (const worker of workers.splice(0)) await worker.kill('SIGKILL');
  await api.kill('SIGTERM');
  await services.stop();
});

it('ends with the same counts and no second create when the worker is killed in the middle and started again', async () => {
  workers.push(await startProcess('worker', env, HASTE));
  const prompts = Array.from(
    { length: VARIANTS },
    (_, n) => `A paper boat number ${n} drifts down a quiet canal, the camera follows slowly.`,
  );
  const planned = await planCampaign(client, { prompts });
  await launchCampaign(client, planned);

  await waitFor(client, planned.id, 60_000, ({ counts }) => counts.ready >= 5 && counts.rendering + counts.finalizing > 0);
  await workers[0]!.kill('SIGKILL');
  const before = await readSandboxLedger(services.sandbox);
  workers.push(await startProcess('worker', env, HASTE));

  const end = await waitForEnd(client, planned.id, 150_000);
  expect(end.counts).toMatchObject({ total: VARIANTS, ready: VARIANTS, failed: 0, parked: 0 });
  expect(end.cost.heldMicros).toBe(0);

  const ledger = await readSandboxLedger(services.sandbox);
  expect(before.creates).toBeLessThanOrEqual(VARIANTS);
  expect(ledger.started).toBe(VARIANTS);
  expect(ledger.creates).toBe(VARIANTS);
  expect(end.cost.settledMicros).toBe(VARIANTS * 4 * 100_000);
});
