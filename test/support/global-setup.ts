import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../../apps/api/src/db/migrate.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { findProcess } from '../../apps/api/src/local/process-identity.ts';
import { startLocalPostgres, type LocalPostgres } from '../../apps/api/src/local/start-local-postgres.ts';
import { createPgBossQueue } from '../../apps/api/src/queue/pg-boss-queue.ts';
import { type Identity, keepIdentity } from '../../apps/sandbox/src/identity.ts';
import { scratchRoot } from './scratch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's address of the run's server, and the name of its migrated template database. */
    postgres: { url: string; template: string };
    /** Keys of every sandbox and bucket of the run: an RSA key takes a while to make. */
    identity: Identity;
  }
}

const TEMPLATE = 'dailies_template';
/** One for each user: what another user's run left behind is not ours to sweep. */
const FOLDERS = path.join(scratchRoot, `dailies-test-postgres-${process.getuid?.() ?? 0}`);
const NOTHING_DURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
};

type Running = { postgres: LocalPostgres; folder: string; identity: Identity };
type Shared = { server: Promise<Running>; users: number };
/** Vitest loads this file once a project in one process: the projects of a run share one server through this slot. */
const slot = globalThis as typeof globalThis & { dailiesTestPostgres?: Shared };

/** Stops the servers and removes the folders of runs that were killed before they could. */
async function sweepDeadRuns(): Promise<void> {
  for (const name of readdirSync(FOLDERS)) {
    const folder = path.join(FOLDERS, name);
    if (findProcess(Number.parseInt(name, 10))) continue;
    const left = await startLocalPostgres({ dataDir: folder, settings: NOTHING_DURABLE }).catch(() => null);
    await left?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startServer(): Promise<Running> {
  mkdirSync(FOLDERS, { recursive: true });
  await sweepDeadRuns();
  const folder = mkdtempSync(path.join(FOLDERS, `${process.pid}-`));
  const postgres = await startLocalPostgres({ dataDir: folder, database: TEMPLATE, settings: NOTHING_DURABLE });
  try {
    await migrateToLatest(postgres.url);
    await makeQueueSchema(postgres.url);
    await sealTemplate(urlOfDatabase(postgres.url, 'postgres'));
    return { postgres, folder, identity: keepIdentity(path.join(folder, 'identity')) };
  } catch (error) {
    await stopServer({ postgres, folder });
    throw error;
  }
}

/** The queue makes its schema when it first starts (`queue.test.ts` proves that): once a run is enough. */
async function makeQueueSchema(url: string): Promise<void> {
  const queue = await createPgBossQueue({ connectionString: url, log: createLog({ level: 'silent', secrets: [] }) });
  await queue.stop(1_000);
}

async function stopServer({ postgres, folder }: Omit<Running, 'identity'>): Promise<void> {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function urlOfDatabase(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).toString();
}

/** A database that somebody is connected to cannot be cloned: nobody may connect to the template any more. */
async function sealTemplate(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`alter database ${escapeIdentifier(TEMPLATE)} with allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [TEMPLATE]);
  await client.end();
}

/** One throw-away PostgreSQL for the whole test run, with the migrated template database that `cloneDatabase` copies, and one set of keys. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (slot.dailiesTestPostgres ??= { server: startServer(), users: 0 });
  shared.users += 1;
  const running = await shared.server;
  project.provide('postgres', { url: urlOfDatabase(running.postgres.url, 'postgres'), template: TEMPLATE });
  project.provide('identity', running.identity);

  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete slot.dailiesTestPostgres;
    await stopServer(running);
  };
}
