import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { createApp } from '../../apps/api/src/app/server.ts';
import { seedCatalog } from '../../apps/api/src/catalog/seed-catalog.ts';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { startEventFeed } from '../../apps/api/src/events/event-feed.ts';
import { seedIdentity } from '../../apps/api/src/identity/seed-identity.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { seedLibrary } from '../../apps/api/src/library/seed-library.ts';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import { createPgBossQueue } from '../../apps/api/src/queue/pg-boss-queue.ts';
import { createGcsStorage } from '../../apps/api/src/storage/gcs-storage.ts';
import { serviceAccount } from './identity.ts';
import { cloneDatabase } from './postgres.ts';
import { scratchRoot } from './scratch.ts';

const BUCKET_URL = 'http://127.0.0.1:9';

export interface TestApi {
  url: string;
  graphqlUrl: string;
  deps: Deps;
  actor: Actor;
  /** Sends one GraphQL operation and answers its JSON with the HTTP status. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Answer {
  status: number;
  data: Record<string, unknown> | null;
  errors: { message: string; extensions?: { code?: string; reference?: string } }[];
}

/** The API on a seeded database of its own: everything real but a provider and a bucket, which nothing here calls over the network. */
export async function startTestApi(options: { adminFolder?: string } = {}): Promise<TestApi> {
  const database = await cloneDatabase();
  const log = createLog({ level: 'silent', secrets: [] });
  const opened = openDatabase({ url: database.url, connectionsMax: 10, onIdleError: () => {} });
  const { db } = opened;
  const folder = await mkdtemp(path.join(scratchRoot, 'dailies-api-'));
  const events = await startEventFeed({ db, connectionString: database.url, clock: systemClock, log });
  const queue = await createPgBossQueue({ connectionString: database.url, log });
  const deps: Deps = {
    db,
    queue,
    events,
    log,
    clock: systemClock,
    timing: productionTiming,
    storage: createGcsStorage({ bucket: 'clips', apiEndpoint: BUCKET_URL, credentials: serviceAccount }),
    moderator: null,
    providers: createProviderRegistry({ db, readSecret: () => 'key', clock: systemClock, timing: productionTiming, log }),
    paths: { temp: folder, uploads: folder, ffmpeg: null },
  };
  const actor = await seedIdentity(deps);
  await seedLibrary(deps);
  await seedCatalog(deps, {
    baseUrl: 'http://127.0.0.1:9/v1',
    dialect: 'openai',
    isSandbox: true,
    secretName: 'VIDEOS_API_KEY',
    webhookSecretName: null,
  });
  const app = createApp({
    deps,
    config: { bucket: { apiEndpoint: BUCKET_URL } },
    ...options,
    handleProviderWebhook: async (_request, response) => void response.writeHead(404).end(),
  });
  await app.listen(0, '127.0.0.1');
  const graphqlUrl = `${app.url}/graphql`;
  return {
    url: app.url,
    graphqlUrl,
    deps,
    actor,
    ask: (query, variables = {}) => ask(graphqlUrl, query, variables),
    stop: async () => {
      await app.close();
      await queue.stop(1_000);
      await events.stop();
      await opened.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, query: string, variables: Record<string, unknown>): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Partial<Answer>;
  return { status: response.status, data: data ?? null, errors: errors ?? [] };
}
