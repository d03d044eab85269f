import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { StartRefusal } from './start-refusal.ts';

/** How PostgreSQL is run: `prefix` goes before its command line, `uid` and `gid` are given to spawn. It refuses to run as root. */
export type PostgresUser = { prefix: string[]; uid?: number; gid?: number };

/** Inside this user namespace root is `nobody`, while files still belong to root outside; it executes in place, so the pid stays. */
const USER_NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];
const UNPRIVILEGED_USERS = ['postgres', 'nobody'];

function ask(command: string, ...args: string[]): string | null {
  try {
    return execFileSync(command, args, { encoding: 'utf8', cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

function findUnprivileged(): PostgresUser | null {
  for (const name of UNPRIVILEGED_USERS) {
    const [uid, gid] = [ask('id', '-u', name), ask('id', '-g', name)];
    if (uid && gid) return { prefix: [], uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

function ownerOf(folder: string): { uid: number; gid: number } | null {
  return existsSync(folder) ? statSync(folder) : null;
}

/**
 * Chooses who runs PostgreSQL on this cluster folder. An ordinary user runs it as itself; root runs it in a user namespace, and where
 * the kernel forbids those, as `postgres` or `nobody`. An existing cluster keeps its owner.
 */
export function choosePostgresUser(clusterFolder: string): PostgresUser {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = ownerOf(clusterFolder);
  if (owner && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };
  const [command = '', ...args] = USER_NAMESPACE;
  if (ask(command, ...args, 'id', '-u') === '65534') return { prefix: USER_NAMESPACE };
  const user = owner ? null : findUnprivileged();
  if (user) return user;
  throw new StartRefusal(
    'LOCAL_POSTGRES_UNAVAILABLE',
    owner
      ? `PostgreSQL does not run as root, this machine allows no user namespaces, and the database in ${clusterFolder} belongs to root. ` +
          'Start as an ordinary user with a data folder of its own, or point DATABASE_URL to a PostgreSQL server.'
      : 'PostgreSQL does not run as root, and this machine has neither user namespaces nor a user "postgres" or "nobody". ' +
          'Start as an ordinary user, or point DATABASE_URL to a PostgreSQL server.',
  );
}

/** Whether that user may reach and run a program. */
export function canRun(user: PostgresUser, program: string): boolean {
  try {
    execFileSync(program, ['--version'], { ...spawnIdentity(user), cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the cluster lives: in `folder`, unless root drops to a user who cannot walk there (a checkout below /root): then in a folder of
 * the system that is named after it.
 */
export function reachableFolder(user: PostgresUser, folder: string): string {
  if (user.uid === undefined) return folder;
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...spawnIdentity(user), cwd: '/', stdio: 'ignore' });
    return folder;
  } catch {
    return path.join('/var/lib/dailies', createHash('sha256').update(folder).digest('hex').slice(0, 16));
  }
}

/** The part of a PostgresUser that spawn understands. */
export function spawnIdentity(user: PostgresUser): { uid?: number; gid?: number } {
  return user.uid === undefined || user.gid === undefined ? {} : { uid: user.uid, gid: user.gid };
}
