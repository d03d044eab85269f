import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGraphqlClient, type GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import { environmentOf, type OwnProcess, startProcess, startScript } from '../support/child-process.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startServices, tellSandbox, type TestServices } from '../support/start-app.ts';

const SENDER = path.join(import.meta.dirname, 'sender.child.ts');
const RPM = 60;
const CAPACITY = 10;
const SENDERS = 3;
/** One minute's worth and half of the next. */
const VARIANTS = 1.5 * RPM;
const MINUTE_MS = 60_000;
/** The sandbox draws a look from the end of the prompt: one for all, so that the provider's processor is not what is measured. */
const SCENE = 'a paper boat drifts down a quiet canal in the first light, and the camera follows it slowly from the bank. '.repeat(2);

let services: TestServices;
let client: GraphqlClient;
const processes: OwnProcess[] = [];

beforeEach(async () => {
  services = await startServices({ rpm: RPM, capacity: CAPACITY, speed: 200 });
  const keyFile = path.join(services.folder, 'service-account.json');
  await writeFile(keyFile, JSON.stringify(services.config.bucket.credentials));
  const env = {
    ...environmentOf(services, keyFile, 0),
    VIDEOS_REQUESTS_PER_MINUTE: String(RPM),
    VIDEOS_IN_FLIGHT: String(CAPACITY),
  };
  const api = await startProcess('main', env);
  processes.push(api);
  const url = api.readyLine.split(' ').at(-1)!.replace(/\/$/, '');
  await tellSandbox(services.sandbox, 'webhooks', { url: `${url}/webhooks/videos/default` });
  client = createGraphqlClient(`${url}/graphql`);
  for (let n = 0; n < SENDERS; n += 1) processes.push(await startScript(SENDER, env));
});

afterEach(async () => {
  await client.close();
  for (const one of processes.splice(0).reverse()) await one.kill('SIGKILL');
  await services.stop();
});

it('never meets a 429 with three senders at a key of 60 requests a minute and 10 in flight, and uses over 90 % of it', async () => {
  const prompts = Array.from({ length: VARIANTS }, (_, n) => `Take ${n}: ${SCENE}`);
  await launchCampaign(client, await planCampaign(client, { prompts }));
  const creates = await pollCreates(VARIANTS);

  expect(creates.filter(({ status }) => status === 429)).toEqual([]);
  const times = creates.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const minutes = times.slice(RPM).map((atMs, i) => atMs - times[i]!);
  expect(Math.min(...minutes)).toBeGreaterThanOrEqual(MINUTE_MS);
  const used = MINUTE_MS / (minutes.reduce((sum, ms) => sum + ms, 0) / minutes.length);
  console.info(
    `${creates.length} creates, 429 answered: 0, a window of ${RPM} at least ${Math.min(...minutes)} ms, used ${(100 * used).toFixed(1)} %`,
  );
  expect(used).toBeGreaterThan(0.9);
});

interface Create {
  kind: string;
  status: number | null;
  atMs: number;
}

/** The provider's own record of creates, once there are so many. */
async function pollCreates(count: number): Promise<Create[]> {
  let creates: Create[] = [];
  await expect
    .poll(
      async () => {
        const ledger = (await (await fetch(`${services.sandbox.ready.controlUrl}/ledger`)).json()) as { entries: Create[] };
        creates = ledger.entries.filter(({ kind }) => kind === 'create');
        return creates.length;
      },
      { timeout: 150_000, interval: 500 },
    )
    .toBeGreaterThanOrEqual(count);
  return creates;
}
