import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildDeps, type BuiltDeps } from '../../apps/api/src/app/build-deps.ts';
import type { ResolvedConfig } from '../../apps/api/src/app/config.ts';
import { type RunningApi, startApi } from '../../apps/api/src/app/start-api.ts';
import { startWorker } from '../../apps/api/src/app/start-worker.ts';
import { createGraphqlClient, type GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import { productionTiming, type Timing } from '../../apps/api/src/lib/timing.ts';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/start-sandbox.ts';
import { SANDBOX_DEFAULTS, type SandboxOptions } from '../../apps/sandbox/src/options.ts';
import { giveIdentity } from './identity.ts';
import { looksFolder } from './looks.ts';
import { cloneDatabase } from './postgres.ts';
import { scratchRoot } from './scratch.ts';

export interface TestServices {
  folder: string;
  sandbox: Sandbox;
  config: ResolvedConfig;
  stop(): Promise<void>;
}

/** A database, a provider and a bucket of a test's own; nothing of ours runs on them yet. */
export async function startServices(sandboxOptions: Partial<SandboxOptions> = {}): Promise<TestServices> {
  const folder = await mkdtemp(path.join(scratchRoot, 'dailies-app-'));
  const database = await cloneDatabase();
  const options = {
    ...SANDBOX_DEFAULTS,
    speed: 200,
    looksDir: looksFolder,
    studio: 'thrifty' as const,
    dataDir: path.join(folder, 'sandbox'),
    ...sandboxOptions,
  };
  giveIdentity(options.dataDir);
  const sandbox = await startSandbox(options);
  const { videosUrl, videosKey, webhookSecret, bucketUrl, serviceAccount } = sandbox.ready;
  const config: ResolvedConfig = {
    databaseUrl: database.url,
    host: '127.0.0.1',
    port: { wanted: 0, fixed: true },
    publicUrl: null,
    dataDir: folder,
    videos: { baseUrl: videosUrl, apiKey: videosKey, webhookSecret, dialect: sandboxOptions.dialect ?? 'openai', isSandbox: true },
    bucket: { bucket: 'dailies', apiEndpoint: bucketUrl, credentials: serviceAccount },
    moderation: null,
    ffmpegPath: null,
    logLevel: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  };
  return {
    folder,
    sandbox,
    config,
    stop: async () => {
      await sandbox.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TestApp extends TestServices {
  api: RunningApi;
  built: BuiltDeps;
  client: GraphqlClient;
}

/** At the sandbox's speed nobody has to gather hints, or look for ends, as seldom as at a provider that takes minutes. */
const BRISK: Partial<Timing> = { hintGatherMs: 100, reconcileEveryMs: 1_000 };

/** The whole product in this process: API and worker on services of their own. `timing` overrides single durations. */
export async function startApp(
  options: { sandbox?: Partial<SandboxOptions>; timing?: Partial<Timing>; worker?: boolean } = {},
): Promise<TestApp> {
  const services = await startServices(options.sandbox);
  const built = await buildDeps(services.config, { timing: { ...productionTiming, ...BRISK, ...options.timing } });
  const api = await startApi(built, services.config, 0);
  const worker = options.worker === false ? null : await startWorker(built.deps);
  await tellSandbox(services.sandbox, 'webhooks', { url: api.webhookUrl });
  const client = createGraphqlClient(api.graphqlUrl);
  return {
    ...services,
    api,
    built,
    client,
    stop: async () => {
      await client.close();
      await worker?.stop();
      await api.close();
      await built.close(10_000);
      await services.stop();
    },
  };
}

/** Makes the providers anew from their rows, as the registry does when it notices a changed row some seconds later (`provider-registry.test.ts`). */
export function reopenProviders({ deps, readSecret }: BuiltDeps): void {
  deps.providers = createProviderRegistry({ ...deps, readSecret });
}

/** Says something to the sandbox's controls, e.g. `faults` with rates and a seed. */
export async function tellSandbox(sandbox: Sandbox, room: 'webhooks' | 'faults', body: object): Promise<void> {
  const answer = await fetch(`${sandbox.ready.controlUrl}/${room}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox refused: ${await answer.text()}`);
}

export interface LedgerEntry {
  kind: 'create' | 'start' | 'delete';
  clientRequestId: string | null;
  videoId: string | null;
  billed: boolean;
  /** sha256 (hex) of the picture the video began from. */
  reference: string | null;
}

/** The witness: every create the provider received and every job it started. */
export async function readSandboxLedger(
  sandbox: Sandbox,
): Promise<{ creates: number; started: number; billed: number; entries: LedgerEntry[] }> {
  const answer = await fetch(`${sandbox.ready.controlUrl}/ledger`);
  return (await answer.json()) as { creates: number; started: number; billed: number; entries: LedgerEntry[] };
}
