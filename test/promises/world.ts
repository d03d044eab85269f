import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { createGraphqlClient, type GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import { type Db, openDatabase } from '../../apps/api/src/db/database.ts';
import { productionTiming, scaleTiming, type Timing } from '../../apps/api/src/lib/timing.ts';
import { findFreePort } from '../../apps/api/src/local/free-port.ts';
import { type LocalSandbox, startLocalSandbox } from '../../apps/api/src/local/start-local-sandbox.ts';
import { type CrashablePostgres, startCrashablePostgres } from './crashable-postgres.ts';
import { launch, type OwnProcess } from './own-process.ts';
import { patchesMigration, type PatchName } from './source-patches.ts';
import { looksFolder } from '../support/looks.ts';
import { scratchRoot } from '../support/scratch.ts';

const API_SOURCES = path.resolve(import.meta.dirname, '../../apps/api/src');
const BUCKET = 'dailies';
export const ENDPOINT = 'default';

export interface WorldOptions {
  seed: number;
  /** Every duration of the protocol is divided by this. */
  hasten?: number;
  /** Queue and render times of the provider are divided by this. */
  speed?: number;
  capacity?: number;
  rpm?: number;
  /** Renders in flight that our side allows itself. */
  inFlightMax?: number;
  /** Changes in the sources of every process of ours. */
  patches?: readonly PatchName[];
}

export interface WorkerWish {
  /** Changes in the sources of this worker, beside the world's own. */
  patches?: readonly PatchName[];
  imports?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Another script than the worker. */
  script?: string;
  args?: readonly string[];
}

/** A whole installation of a proof's own: database, provider with bucket, API and workers, each a process that can be hurt. */
export interface World {
  readonly folder: string;
  readonly timing: Timing;
  readonly postgres: CrashablePostgres;
  readonly sandbox: LocalSandbox;
  readonly db: Db;
  readonly api: OwnProcess;
  readonly apiUrl: string;
  readonly client: GraphqlClient;
  readonly workers: OwnProcess[];
  startApi(): Promise<void>;
  startWorker(wish?: WorkerWish): Promise<OwnProcess>;
  /** Ends a worker and forgets it. */
  endWorker(worker: OwnProcess, signal: 'SIGKILL' | 'SIGTERM'): ReturnType<OwnProcess['end']>;
  /** Says something to the sandbox's controls. */
  tell(room: 'faults' | 'bucket-faults' | 'webhooks', body: object): Promise<void>;
  stop(): Promise<void>;
}

/** How to stop each world that is open now: a run that is told to end takes them along. */
const open = new Set<() => Promise<void>>();

/** Opens an installation with its API and no worker. The protocol’s minutes are two seconds unless `hasten` says otherwise. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { seed, hasten = 30, speed = 20, capacity = 64, inFlightMax = 48, patches = [] } = options;
  const folder = await mkdtemp(path.join(scratchRoot, 'dailies-promise-'));
  const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    open.delete(stop);
    for (const one of undo.toReversed()) await one();
  };
  open.add(stop);
  try {
    const postgres = await startCrashablePostgres(folder, { isMigrated: !patches.some(patchesMigration) });
    undo.push(() => postgres.halt());
    const sandbox = await startLocalSandbox({
      dataDir: folder,
      looks: looksFolder,
      studio: 'thrifty',
      speed,
      capacity,
      seed,
      rpm: options.rpm,
    });
    undo.push(() => sandbox.stop());
    const database = openDatabase({ url: postgres.url, connectionsMax: 4, onIdleError: () => undefined });
    undo.push(() => database.close());
    const env = await environment(folder, postgres, sandbox);
    const port = await findFreePort();
    const apiUrl = `http://127.0.0.1:${port}`;
    const client = createGraphqlClient(`${apiUrl}/graphql`);
    undo.push(() => client.close());
    const workers: OwnProcess[] = [];
    const args = ['--hasten', String(hasten)];
    let api: OwnProcess | null = null;
    let started = 0;
    const closing = new AbortController();
    undo.push(async () => {
      closing.abort();
      for (const one of [api, ...workers]) await one?.end('SIGKILL');
    });

    const world: World = {
      folder,
      timing: scaleTiming(productionTiming, hasten),
      postgres,
      sandbox,
      db: database.db,
      get api() {
        return api!;
      },
      apiUrl,
      client,
      workers,
      async startApi() {
        started += 1;
        api = await launch({
          name: 'api',
          script: path.join(API_SOURCES, 'main.ts'),
          args,
          imports: importsOf(patches),
          env: { ...env, PORT: String(port), DAILIES_PATCHES: patches.join(',') },
          logFile: path.join(folder, `api-${started}.log`),
          signal: closing.signal,
          readyWhen: /^Dailies is ready: .*$/m,
        });
      },
      async startWorker(wish = {}) {
        started += 1;
        const all = [...patches, ...(wish.patches ?? [])];
        const worker = await launch({
          name: `worker-${started}`,
          script: wish.script ?? path.join(API_SOURCES, 'worker.ts'),
          args: [...args, ...(wish.args ?? [])],
          imports: [...importsOf(all), ...(wish.imports ?? [])],
          env: { ...env, ...wish.env, DAILIES_PATCHES: all.join(',') },
          logFile: path.join(folder, `worker-${started}.log`),
          signal: closing.signal,
          readyWhen: /^The worker is ready\.$/m,
        });
        workers.push(worker);
        return worker;
      },
      async endWorker(worker, signal) {
        workers.splice(workers.indexOf(worker), 1);
        return worker.end(signal);
      },
      tell: (room, body) => tell(sandbox, room, body),
      stop,
    };
    await world.startApi();
    await sql`update endpoints set in_flight_max = ${inFlightMax} where id = ${ENDPOINT}`.execute(database.db);
    await sandbox.registerWebhook(`${apiUrl}/webhooks/videos/${ENDPOINT}`);
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a process loads first so that it runs with these changes in its sources. */
const importsOf = (patches: readonly PatchName[]): string[] =>
  patches.length > 0 ? [path.join(import.meta.dirname, 'patch-source.ts')] : [];

/** Stops every world of this process, also those that are being opened. */
export async function stopWorlds(): Promise<void> {
  await Promise.allSettled([...open].map((stop) => stop()));
}

/** Opens a world for one proof, and closes it whatever happens. */
export async function inWorld<Result>(options: WorldOptions, work: (world: World) => Promise<Result>): Promise<Result> {
  const world = await openWorld(options);
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}

async function environment(folder: string, postgres: CrashablePostgres, sandbox: LocalSandbox): Promise<NodeJS.ProcessEnv> {
  const keyFile = path.join(folder, 'service-account.json');
  await writeFile(keyFile, JSON.stringify(sandbox.serviceAccount), { mode: 0o600 });
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    NODE_ENV: 'production',
    DATABASE_URL: postgres.url,
    HOST: '127.0.0.1',
    DAILIES_DATA_DIR: path.join(folder, 'data'),
    VIDEOS_BASE_URL: sandbox.videosUrl,
    VIDEOS_API_KEY: sandbox.videosKey,
    VIDEOS_WEBHOOK_SECRET: sandbox.webhookSecret,
    GCS_BUCKET: BUCKET,
    GCS_API_ENDPOINT: sandbox.bucketUrl,
    GOOGLE_APPLICATION_CREDENTIALS: keyFile,
    LOG_LEVEL: 'info',
  };
}

async function tell(sandbox: LocalSandbox, room: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox.controlUrl}/${room}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox refused: ${await answer.text()}`);
}
