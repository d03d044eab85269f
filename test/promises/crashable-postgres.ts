import { escapeIdentifier, Client } from 'pg';
import { withFolderLock } from '../../apps/api/src/local/folder-lock.ts';
import { findFreePort } from '../../apps/api/src/local/free-port.ts';
import { clusterFolder, LOCAL_ROLE, openCluster } from '../../apps/api/src/local/postgres-cluster.ts';
import { type RunningServer, startServer, stopServer } from '../../apps/api/src/local/postgres-server.ts';
import { isSameProcess, signalProcess } from '../../apps/api/src/local/process-identity.ts';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { copyCluster } from './cluster-template.ts';

const DATABASE = 'dailies';
const DIES_WITHIN_MS = 10_000;
/** Commits survive the death of every process; only a power cut would lose what the disk has not taken. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'on', shared_buffers: '64MB' };

/** A PostgreSQL of a proof's own, on one port for its whole life, that dies and comes back when it is told to. */
export interface CrashablePostgres {
  readonly url: string;
  readonly folder: string;
  /** Immediate shutdown: no checkpoint, every connection cut; the next start replays the log. */
  crash(): Promise<void>;
  /** An orderly stop, as for a copy of the data folder. */
  halt(): Promise<void>;
  start(): Promise<void>;
  isUp(): boolean;
}

/** Lays a cluster below `dataDir` and starts it. `isMigrated`: its database has all tables, else it is empty. */
export async function startCrashablePostgres(dataDir: string, { isMigrated }: { isMigrated: boolean }): Promise<CrashablePostgres> {
  if (!isMigrated) {
    const empty = await startIn(dataDir);
    await makeDatabase(empty.urlOf('postgres'));
    return empty;
  }
  await copyCluster(clusterFolder(dataDir), async (template) => {
    const made = await startIn(template);
    await makeDatabase(made.urlOf('postgres'));
    return made;
  });
  return startIn(dataDir);
}

async function startIn(dataDir: string): Promise<CrashablePostgres & { urlOf(database: string): string }> {
  const folder = clusterFolder(dataDir);
  const cluster = await withFolderLock(folder, () => openCluster(folder, { isDurable: false }));
  const port = await findFreePort();
  let server: RunningServer | null = await startServer(cluster, port, SETTINGS);
  const urlOf = (database: string) => `postgres://${LOCAL_ROLE}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;

  return {
    urlOf,
    url: urlOf(DATABASE),
    folder,
    async crash() {
      if (!server) return;
      const { process } = server;
      server = null;
      signalProcess(process.pid, 'SIGQUIT');
      if (await waitUntil(() => !isSameProcess(process), { withinMs: DIES_WITHIN_MS })) return;
      signalProcess(process.pid, 'SIGKILL');
      await waitUntil(() => !isSameProcess(process), { withinMs: DIES_WITHIN_MS });
    },
    async halt() {
      if (server) await stopServer(server.process);
      server = null;
    },
    async start() {
      server ??= await startServer(cluster, port, SETTINGS);
    },
    isUp: () => server !== null,
  };
}

async function makeDatabase(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create database ${escapeIdentifier(DATABASE)}`);
  await client.end();
}
