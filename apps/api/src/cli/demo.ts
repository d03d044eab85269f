import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { formatMicros } from '@dailies/schema';
import { type AllInOne, startAllInOne } from '../all-in-one.ts';
import { readConfig } from '../app/config.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { productionTiming } from '../lib/timing.ts';
import { onSignal } from '../local/on-signal.ts';
import { refuseKindly } from '../local/refuse-kindly.ts';
import { judgeEnds } from './demo-ends.ts';
import { DEMO_USAGE, type DemoOptions, readDemoOptions, UsageError } from './demo-options.ts';
import { createProgressView } from './demo-progress.ts';
import { countCreates, listReportedClips, listReportedVariants, readFirstPlayableMs } from './demo-report.ts';
import { ApiRefused, createGraphqlClient, type GraphqlClient } from './graphql-client.ts';
import { launchDemo, watchCampaign } from './run-campaign.ts';
import { SAMPLE_NAME, SAMPLE_PROMPTS } from './sample-campaign.ts';

const STOP_LIMIT_MS = 25_000;
/** At sandbox speed a render that never ends is given up sooner; the sandbox's own clock runs that much faster. */
const RENDER_WINDOW_MIN_MS = 240_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

await refuseKindly(async () => {
  const options = readOptions();
  const startedMs = performance.now();
  const { renderWindowMs } = productionTiming;
  const timing = { ...productionTiming, renderWindowMs: Math.max(RENDER_WINDOW_MIN_MS, renderWindowMs / options.speed) };
  const running = await startAllInOne(readConfig({ quietly: true }), { sandbox: { speed: options.speed }, timing });
  onSignal(running.stop, STOP_LIMIT_MS);
  say(`Dailies is ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s: ${running.api.url}`);

  const client = createGraphqlClient(running.api.graphqlUrl);
  let isGood = false;
  try {
    isGood = await runDemo(running, client, options);
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    say(`${error.message} (${error.code})`);
  } finally {
    await client.close();
  }
  if (options.exit || !isGood) {
    await running.stop();
    process.exit(isGood ? 0 : 1);
  }
  say(`The admin keeps serving at ${running.api.url} – press Ctrl-C to stop.`);
});

function readOptions(): DemoOptions {
  try {
    return readDemoOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(`${error.message}\nUsage: ${DEMO_USAGE}`);
    process.exit(2);
  }
}

/** Plans, launches and follows one campaign; answers whether every variant ended as its prompt says it should. */
async function runDemo({ api, built, services }: AllInOne, client: GraphqlClient, options: DemoOptions): Promise<boolean> {
  const { db } = built.deps;
  const launched = await launchDemo(client, options, {
    name: options.promptsFile === null ? SAMPLE_NAME : path.basename(options.promptsFile),
    prompts: options.promptsFile === null ? SAMPLE_PROMPTS : await readFile(options.promptsFile, 'utf8'),
    idempotencyKey: randomUUID(),
  });
  const adminUrl = `${api.url}/campaigns/${launched.campaignId}`;
  say(`${launched.variants} variants for ${formatMicros(launched.estimateMicros)} of play money. Watch them: ${adminUrl}`);

  const view = createProgressView(process.stderr, () => performance.now());
  await watchCampaign(client, launched.campaignId, (progress) => view.show(progress));
  view.end();

  const publicId = getLocalId('Campaign', launched.campaignId);
  const controlUrl = services.sandbox?.controlUrl ?? null;
  const clips = await listReportedClips(db, publicId, controlUrl);
  const variants = await listReportedVariants(db, publicId);
  const ends = judgeEnds(variants);
  const firstMs = await readFirstPlayableMs(db, publicId);
  const end = await launched.readCost();
  say('');
  say(`  ${variants.length} variants: ${ends.ready} ready, ${ends.failed} failed${ends.other > 0 ? `, ${ends.other} other` : ''}`);
  for (const { code, count, isExpected } of ends.causes) say(`    ${count} × ${code}${isExpected ? ' (as its fault token asks)' : ''}`);
  say(
    `  cost ${formatMicros(end.settledMicros)}, first clip playable after ${firstMs === null ? '–' : `${(firstMs / 1000).toFixed(1)} s`}`,
  );
  if (clips[0]?.path) say(`  files: ${path.resolve(clips[0].path, '../..')}`);
  if (options.json) {
    const line = {
      campaignId: launched.campaignId,
      variants: variants.length,
      ready: ends.ready,
      failed: ends.failed,
      costMicros: end.settledMicros,
      providerCreates: await countCreates(db, publicId, controlUrl),
      apiUrl: api.graphqlUrl,
      apiKey: null,
      adminUrl,
      clips,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return ends.isGood;
}
