import { parseArgs } from 'node:util';
import { readConfig } from '../app/config.ts';
import { onSignal } from '../local/on-signal.ts';
import { refuseKindly } from '../local/refuse-kindly.ts';
import { ApiRefused, createGraphqlClient } from './graphql-client.ts';
import { watchCampaign } from './run-campaign.ts';
import { openEmptyServer, openServer, type Server } from './seed/open-server.ts';
import { SCENARIOS, type Scenario } from './seed/scenarios.ts';
import { openStage } from './seed/stage.ts';

const STOP_LIMIT_MS = 25_000;
const NAME_CHARS = 12;
const USAGE = 'npm run seed -- list | <scenario> [--api http://127.0.0.1:4000] [--exit]';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Plays a scenario through the public API and prints where to look. Without a running server it starts one, which serves until Ctrl-C. */
await refuseKindly(async () => {
  const { values, positionals } = parseArgs({
    options: { api: { type: 'string' }, exit: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name = 'list'] = positionals;
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (name === 'list') return listScenarios();
  if (!scenario) return refuse(`There is no scenario "${name}". There are: ${SCENARIOS.map((one) => one.name).join(', ')}. ${USAGE}`);

  const config = readConfig({ quietly: true });
  const url = values.api?.replace(/\/$/, '') ?? null;
  try {
    const server = scenario.needsEmptyFolder ? await openEmptyServer(config) : await openServer(config, url);
    if (server.stop) await playAndServe(scenario, server, server.stop, values.exit);
    else await play(scenario, server);
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    refuse(`${error.message} (${error.code})`);
  }
});

/** A server that was started for a scenario goes on serving when it was played, unless it is not wanted any longer. */
async function playAndServe(scenario: Scenario, server: Server, stop: () => Promise<void>, isEnough: boolean): Promise<void> {
  onSignal(stop, STOP_LIMIT_MS);
  let isPlayed = false;
  try {
    await play(scenario, server);
    isPlayed = true;
  } finally {
    if (isEnough || !isPlayed) await stop();
  }
  if (isEnough) process.exit(0);
  say('This server was started for it and keeps serving – press Ctrl-C to stop.');
}

function listScenarios(): void {
  for (const { name, shows } of SCENARIOS) say(`  ${name.padEnd(NAME_CHARS)}${shows}`);
  say(`\n${USAGE}`);
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

async function play(scenario: Scenario, server: Server): Promise<void> {
  const client = createGraphqlClient(server.graphqlUrl);
  try {
    const campaigns = await scenario.play(await openStage(client));
    say(`${scenario.name}: ${scenario.shows}`);
    if (campaigns.length === 0) say(`  ${server.url}/campaigns`);
    for (const { id, name } of campaigns) say(`  ${name}\n  ${server.url}/campaigns/${id}`);
    if (!scenario.runsToItsEnd) return;
    for (const { id } of campaigns) await watchCampaign(client, id, () => undefined);
    say('  It has ended.');
  } finally {
    await client.close();
  }
}
