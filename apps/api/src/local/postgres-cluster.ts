import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresUser, reachableFolder, spawnIdentity, type PostgresUser } from './postgres-user.ts';
import { StartRefusal } from './start-refusal.ts';

const INITDB_TIMEOUT_MS = 120_000;
const POSTGRES_MAJOR = '18';
/** The role that owns everything in a local database. */
export const LOCAL_ROLE = 'dailies';

/** One local cluster on disk. `folder` holds `data` (PostgreSQL's own), the password, the log, the lock and the register of tenants. */
export type Cluster = { folder: string; data: string; log: string; password: string; user: PostgresUser; postgres: string; isNew: boolean };

/** The folder of the cluster below a data folder; made when missing. */
export function clusterFolder(dataDir: string): string {
  const folder = path.resolve(dataDir, 'postgres');
  const user = choosePostgresUser(path.join(folder, 'data'));
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const reachable = reachableFolder(user, folder);
  mkdirSync(reachable, { recursive: true, mode: 0o711 });
  return reachable;
}

function readPassword(folder: string): string {
  const file = path.join(folder, 'password');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new StartRefusal(
      'LOCAL_POSTGRES_FOLDER',
      `The local database in ${folder} is there, but its password file ${file} cannot be read: it is missing, or another user made it. ` +
        'Start as that user, put the file back, or move the folder away to begin with an empty database.',
      { cause },
    );
  }
}

function writeForUser(file: string, text: string, user: PostgresUser): void {
  writeFileSync(file, text, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid);
}

function sweepHalfMade(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('data.half-')) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

type InitialiseInput = { folder: string; data: string; user: PostgresUser; initdb: string; isDurable: boolean };

/** Makes the cluster beside its place and moves it there when it is whole, so that a crash leaves nothing half made. */
async function initialise({ folder, data, user, initdb, isDurable }: InitialiseInput): Promise<string> {
  sweepHalfMade(folder);
  const password = randomBytes(24).toString('base64url');
  const half = path.join(folder, `data.half-${process.pid}`);
  const passwordForInit = `${half}-password`;
  mkdirSync(half, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(half, user.uid, user.gid);
  writeForUser(passwordForInit, `${password}\n`, user);
  // Many iterations make a short password hard to guess. Ours is 192 random bits, and every connection would pay 4 ms for them.
  const owner = ['-U', LOCAL_ROLE, `--pwfile=${passwordForInit}`, '--auth=scram-sha-256', '-c', 'scram_iterations=1'];
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const durability = isDurable ? [] : ['--no-sync'];
  const [program, ...args] = [...user.prefix, initdb, '-D', half, ...owner, ...locale, ...durability, '--no-instructions'];
  try {
    await promisify(execFile)(program, args, { ...spawnIdentity(user), cwd: '/', timeout: INITDB_TIMEOUT_MS });
  } catch (cause) {
    sweepHalfMade(folder);
    const said = String((cause as { stderr?: unknown }).stderr ?? cause).trim();
    throw new StartRefusal(
      'LOCAL_POSTGRES_FAILED',
      `The local database could not be made in ${folder}. PostgreSQL said: ${said}. Check free disk space and who may write there, or set DATABASE_URL.`,
      { cause },
    );
  } finally {
    rmSync(passwordForInit, { force: true });
  }
  writeFileSync(path.join(folder, 'password'), `${password}\n`, { mode: 0o600 });
  renameSync(half, data);
  return password;
}

/**
 * Opens the cluster in `folder`, initialising it (SCRAM, random password kept with mode 0600) when there is none; one that need not be
 * durable is not flushed to disk. Call under the folder's lock.
 */
export async function openCluster(folder: string, { isDurable }: { isDurable: boolean }): Promise<Cluster> {
  const data = path.join(folder, 'data');
  const user = choosePostgresUser(data);
  const { postgres, initdb } = preparePostgresBinaries(user);
  const isNew = !existsSync(data);
  const password = isNew ? await initialise({ folder, data, user, initdb, isDurable }) : readPassword(folder);
  const major = readMajor(data);
  if (major !== POSTGRES_MAJOR) {
    throw new StartRefusal(
      'LOCAL_POSTGRES_FOLDER',
      `The local database in ${data} is of version ${major ?? 'unknown'} of PostgreSQL, and ours is ${POSTGRES_MAJOR}. ` +
        'Move the folder away to begin with an empty database, or set DATABASE_URL to a server that reads it.',
    );
  }
  return { folder, data, log: path.join(folder, 'postgres.log'), password, user, postgres, isNew };
}

function readMajor(data: string): string | null {
  try {
    return readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return null;
  }
}
