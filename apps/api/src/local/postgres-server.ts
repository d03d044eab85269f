import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from './postgres-cluster.ts';
import { spawnIdentity } from './postgres-user.ts';
import { findProcess, isSameProcess, readCommandLine, signalProcess, type ProcessIdentity } from './process-identity.ts';
import { StartRefusal } from './start-refusal.ts';
import { waitUntil } from './wait-until.ts';

const READY_WITHIN_MS = 60_000;
const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 10_000;
const LOG_BYTES_MAX = 16 * 1024 * 1024;
const LOG_TAIL_BYTES = 2_000;

/** Sized for one machine that runs the API, workers, a browser and this: a few thousand rows a second, 200 connections. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %d ',
  log_lock_waits: 'on',
};

/** A running server. */
export type RunningServer = { process: ProcessIdentity; port: number };

/** Lines of postmaster.pid: 1 process, 4 port, 8 status ("ready" and blanks), as src/include/utils/pidfile.h lays them out. */
function readPidFile(data: string): { pid: number; port: number; isReady: boolean } | null {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/** The server that already runs on this cluster, told by its command line so that a recycled process number is never taken for it. */
export function findRunningServer(data: string): RunningServer | null {
  const noted = readPidFile(data);
  const found = noted && findProcess(noted.pid);
  const isOurs = found && readCommandLine(found.pid).includes(data);
  return isOurs && noted.port > 0 ? { process: found, port: noted.port } : null;
}

function rotateLog(log: string): void {
  const bytes = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > LOG_BYTES_MAX) renameSync(log, `${log}.1`);
}

function readLogTail(log: string): string {
  return readFileSync(log, 'utf8').slice(-LOG_TAIL_BYTES).trim();
}

/** Starts the server and waits until it takes connections. A left-over pid file of a dead server is removed first. */
export async function startServer(cluster: Cluster, port: number, settings: Record<string, string>): Promise<RunningServer> {
  rmSync(path.join(cluster.data, 'postmaster.pid'), { force: true });
  rotateLog(cluster.log);
  const log = openSync(cluster.log, 'a', 0o600);
  const options = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program = cluster.postgres, ...args] = [
    ...cluster.user.prefix,
    cluster.postgres,
    '-D',
    cluster.data,
    '-p',
    String(port),
    ...options,
  ];
  const child = spawn(program, args, { ...spawnIdentity(cluster.user), cwd: '/', detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let end: string | null = null;
  child.once('error', (error) => (end = error.message));
  child.once('exit', (code, signal) => (end = `it ended with ${signal ?? `code ${code}`}`));
  child.unref();

  const isUp = () => {
    const noted = readPidFile(cluster.data);
    return noted?.pid === child.pid && noted?.isReady === true;
  };
  const isSettled = await waitUntil(() => end !== null || isUp(), { withinMs: READY_WITHIN_MS, everyMs: 10 });
  const started = child.pid === undefined ? null : findProcess(child.pid);
  if (isSettled && end === null && started) return { process: started, port };
  if (child.pid !== undefined && end === null) signalProcess(child.pid, 'SIGQUIT');
  throw new StartRefusal(
    'LOCAL_POSTGRES_FAILED',
    `The local database in ${cluster.data} did not start: ${end ?? `it was not ready within ${READY_WITHIN_MS / 1000} seconds`}. ` +
      `The end of its log, ${cluster.log}:\n${readLogTail(cluster.log)}`,
  );
}

/** Fast shutdown (open transactions are rolled back); when that takes too long an immediate one, which the next start repairs. */
export async function stopServer(server: ProcessIdentity): Promise<void> {
  for (const [signal, withinMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', IMMEDIATE_STOP_MS],
  ] as const) {
    if (!isSameProcess(server)) return;
    signalProcess(server.pid, signal);
    if (await waitUntil(() => !isSameProcess(server), { withinMs })) return;
  }
}
