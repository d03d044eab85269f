import { Client, escapeIdentifier } from 'pg';
import { withFolderLock } from './folder-lock.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';
import { clusterFolder, LOCAL_ROLE, openCluster, type Cluster } from './postgres-cluster.ts';
import { findRunningServer, startServer, stopServer, type RunningServer } from './postgres-server.ts';
import { isSameProcess } from './process-identity.ts';
import { StartRefusal } from './start-refusal.ts';
import { enterAsTenant } from './tenants.ts';

const LOGIN_TIMEOUT_MS = 10_000;
/** Another program may take the free port between our look and the server's. */
const PORT_TRIES_MAX = 3;

/**
 * A PostgreSQL of our own. `url` stays true while we run, also when the server dies and is brought back; `pid` is the one of this
 * moment. `stop` turns it off unless another living process uses it too.
 */
export type LocalPostgres = {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  readonly how: 'initialised' | 'started' | 'adopted';
  stop(): Promise<void>;
};

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${LOCAL_ROLE}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

async function ensureDatabase(cluster: Cluster, port: number, database: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: LOGIN_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
  } catch (cause) {
    throw new StartRefusal(
      'LOCAL_POSTGRES_FAILED',
      `The local database in ${cluster.data} runs on port ${port} but does not let us in: ${(cause as Error).message}. ` +
        `Its password is in ${cluster.folder}/password; its log is ${cluster.log}.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startOnFreePort(cluster: Cluster, settings: Record<string, string>): Promise<RunningServer> {
  for (let tries = 1; ; tries += 1) {
    const port = await findFreePort();
    try {
      return await startServer(cluster, port, settings);
    } catch (error) {
      if (tries === PORT_TRIES_MAX || !String(error).includes('could not bind')) throw error;
    }
  }
}

/**
 * Starts PostgreSQL 18 on `dataDir/postgres`, or adopts the one that runs there already, creates `database` (default `dailies`) when it
 * is missing, and keeps the server alive until `stop`. `settings` override postgresql.conf. Throws StartRefusal.
 */
export async function startLocalPostgres(options: {
  dataDir: string;
  database?: string;
  settings?: Record<string, string>;
}): Promise<LocalPostgres> {
  const { dataDir, database = 'dailies', settings = {} } = options;
  const folder = clusterFolder(dataDir);

  return withFolderLock(folder, async () => {
    const cluster = await openCluster(folder, { isDurable: settings['fsync'] !== 'off' });
    const adopted = findRunningServer(cluster.data);
    let server = adopted ?? (await startOnFreePort(cluster, settings));
    await ensureDatabase(cluster, server.port, database);
    const tenant = enterAsTenant(folder);

    const watch = keepRunning({
      isAlive: () => isSameProcess(server.process),
      revive: () =>
        withFolderLock(folder, async () => {
          server = findRunningServer(cluster.data) ?? (await startServer(cluster, server.port, settings));
        }),
    });
    return {
      url: urlOf(cluster, server.port, database),
      port: server.port,
      how: adopted ? 'adopted' : cluster.isNew ? 'initialised' : 'started',
      get pid() {
        return server.process.pid;
      },
      async stop() {
        await watch.stop();
        await withFolderLock(folder, async () => {
          if (tenant.leave()) await stopServer(server.process);
        });
      },
    };
  });
}
