import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from '../db/database.ts';
import { migrateToLatest } from '../db/migrate.ts';
import type { Deps } from '../deps.ts';
import { startEventFeed } from '../events/event-feed.ts';
import { systemClock } from '../lib/clock.ts';
import { createLog } from '../lib/log.ts';
import { productionTiming, type Timing } from '../lib/timing.ts';
import { createModerationWire } from '../providers/moderation-wire/moderation-wire.ts';
import { createProviderRegistry } from '../providers/registry.ts';
import { createPgBossQueue } from '../queue/pg-boss-queue.ts';
import { createGcsStorage } from '../storage/gcs-storage.ts';
import type { ResolvedConfig } from './config.ts';

/** Secrets are named by endpoint rows and read here; no row and no log ever holds one. */
export type ReadSecret = (name: string) => string | undefined;

export interface BuiltDeps {
  deps: Deps;
  readSecret: ReadSecret;
  /** Waits for running jobs at most `drainMs`, then closes everything that was opened. */
  close(drainMs: number): Promise<void>;
}

const CONNECTIONS_MAX = 20;

/** Opens every tool a process works with, on a database brought to its newest migration. */
export async function buildDeps(config: ResolvedConfig, options: { timing?: Timing } = {}): Promise<BuiltDeps> {
  const { videos, bucket, moderation, databaseUrl } = config;
  const secrets: Record<string, string | null> = { VIDEOS_API_KEY: videos.apiKey, VIDEOS_WEBHOOK_SECRET: videos.webhookSecret };
  const readSecret: ReadSecret = (name) => (Object.hasOwn(secrets, name) ? (secrets[name] ?? undefined) : undefined);
  const log = createLog({
    level: config.logLevel,
    secrets: [
      videos.apiKey,
      videos.webhookSecret,
      moderation?.apiKey,
      bucket.credentials?.private_key,
      new URL(databaseUrl).password,
    ].filter((one) => one != null),
  });
  const clock = systemClock;
  const timing = options.timing ?? productionTiming;

  await migrateToLatest(databaseUrl);
  const database = openDatabase({
    url: databaseUrl,
    connectionsMax: CONNECTIONS_MAX,
    onIdleError: (error) => log.warn({ event: 'database.connection_lost', note: error.message }),
  });
  const { db } = database;
  const queue = await createPgBossQueue({ connectionString: databaseUrl, log });
  const events = await startEventFeed({ db, connectionString: databaseUrl, clock, log });
  const storage = createGcsStorage({
    bucket: bucket.bucket,
    ...(bucket.apiEndpoint === null ? {} : { apiEndpoint: bucket.apiEndpoint }),
    ...(bucket.credentials === null ? {} : { credentials: bucket.credentials }),
  });
  await storage.ensureBucket();
  const paths = {
    temp: path.join(config.dataDir, 'temp', String(process.pid)),
    uploads: path.join(config.dataDir, 'uploads'),
    ffmpeg: config.ffmpegPath,
  };
  await sweepFolder(paths.temp);
  await mkdir(paths.uploads, { recursive: true });

  const deps: Deps = {
    db,
    queue,
    storage,
    events,
    clock,
    timing,
    log,
    paths,
    providers: createProviderRegistry({ db, readSecret, clock, timing, log }),
    moderator: moderation && createModerationWire({ ...moderation, clock }),
  };
  return {
    deps,
    readSecret,
    close: async (drainMs) => {
      await queue.stop(drainMs);
      await events.stop();
      await database.close();
      await rm(paths.temp, { recursive: true, force: true });
    },
  };
}

/** What an earlier process of the same name left behind is nobody's. */
async function sweepFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
