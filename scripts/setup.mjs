/**
 * Makes a checkout ready to run: installs the dependencies when they are missing or outdated and, with --admin, builds the admin.
 * It runs before anything is installed, so it is plain JavaScript for Node 20 without dependencies. It prints to stderr only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 20;
const LOCK_WAIT_MS = 10 * 60_000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = path.join(root, 'node_modules', '.dailies-setup');
const adminFolder = path.join(root, 'apps', 'admin');
const adminStampFile = path.join(adminFolder, 'dist', '.inputs');
/** What the admin is built from, beside the lock file. */
const ADMIN_INPUTS = ['apps/admin', 'packages/schema'];
const NOT_INPUTS = new Set(['node_modules', 'dist', '.turbo']);

const say = (sentence) => process.stderr.write(`${sentence}\n`);
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(`${part.length}:`).update(part), createHash('sha256')).digest('hex');

function fail(sentence) {
  say(sentence);
  process.exit(1);
}

/** The npm and Node of this machine, not the ones inside node_modules that an installation replaces. */
function hostEnvironment() {
  const isOurs = (folder) => folder.startsWith(path.join(root, 'node_modules')) || folder.endsWith(path.join('node_modules', '.bin'));
  const searched = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !isOurs(folder));
  return { ...process.env, PATH: searched.join(path.delimiter) };
}

function npm(args, env) {
  const isWindows = process.platform === 'win32';
  const { status, error } = spawnSync(isWindows ? 'npm.cmd' : 'npm', args, { cwd: root, env, stdio: ['ignore', 2, 2], shell: isWindows });
  if (error) fail(`npm could not be started (${error.message}). Install Node ${NODE_MAJOR_MIN} or newer with npm, then run this again.`);
  return status === 0;
}

/** Whether npm's own record of node_modules holds every package of the lock file, at its version. */
function holdsEveryPackage(lock) {
  const installed = read(path.join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  const present = JSON.parse(installed).packages ?? {};
  const wanted = Object.entries(JSON.parse(lock).packages ?? {});
  return wanted.every(([place, { version, link, optional, devOptional }]) => {
    const isOurOwn = link || !place.startsWith('node_modules/');
    return isOurOwn || present[place]?.version === version || ((optional || devOptional) && !present[place]);
  });
}

/** Install scripts may be blocked and archives may lose their execute bits; the bundled ffmpeg is needed by the API and the sandbox. */
function mendExecuteBits() {
  const vendor = path.join(root, 'node_modules', '@ffmpeg-installer');
  for (const name of existsSync(vendor) ? readdirSync(vendor) : []) {
    const program = path.join(vendor, name, 'ffmpeg');
    if (existsSync(program) && statSync(program).isFile() && (statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755);
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

let isOurTurn = false;

/** One set-up at a time: a second one waits until the first has ended, or takes over when it died. */
function takeTurn() {
  if (isOurTurn) return;
  const file = path.join(root, '.tmp', 'setup.lock');
  mkdirSync(path.dirname(file), { recursive: true });
  const giveUpAt = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      isOurTurn = true;
      process.on('exit', () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(read(file));
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
    else if (Date.now() > giveUpAt)
      fail(`Another set-up (process ${holder}) has been running for ten minutes. End it, remove ${file}, try again.`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
}

function installIfNeeded() {
  const lock = read(path.join(root, 'package-lock.json'));
  const stamp = `${sha256(lock)} ${process.platform}-${process.arch}\n`;
  if (read(stampFile) === stamp) return;
  takeTurn();
  if (read(stampFile) === stamp) return;
  if (!holdsEveryPackage(lock)) {
    say('Installing dependencies (once, about a minute) …');
    const startedAt = Date.now();
    if (!npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], hostEnvironment())) {
      fail('The dependencies could not be installed: npm says why above. Check the network or the npm registry, then run this again.');
    }
    say(`Dependencies are installed (${Math.round((Date.now() - startedAt) / 1000)} s).`);
  }
  mendExecuteBits();
  writeFileSync(stampFile, stamp);
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_INPUTS.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(path.join(folder, entry.name)) : [path.join(folder, entry.name)]))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

function hashAdminInputs() {
  const files = [path.join(root, 'package-lock.json'), ...ADMIN_INPUTS.flatMap((folder) => listFiles(path.join(root, folder)))];
  return sha256(...files.flatMap((file) => [path.relative(root, file), readFileSync(file)]));
}

function buildAdminIfNeeded() {
  const { scripts = {} } = JSON.parse(read(path.join(adminFolder, 'package.json')) || '{}');
  const inputs = hashAdminInputs();
  if (!scripts.build || read(adminStampFile) === inputs) return;
  takeTurn();
  if (read(adminStampFile) === inputs) return;
  say('Building the admin …');
  const startedAt = Date.now();
  if (!npm(['run', '--silent', 'build', '-w', '@dailies/admin'], process.env))
    fail('The admin could not be built: the reason stands above.');
  // The build may have generated sources of its own: what counts is the state it leaves behind.
  writeFileSync(adminStampFile, hashAdminInputs());
  say(`The admin is built (${Math.round((Date.now() - startedAt) / 1000)} s).`);
}

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
  fail(
    `This is Node ${process.versions.node}; the set-up needs Node ${NODE_MAJOR_MIN} or newer. Install it from https://nodejs.org and run this again.`,
  );
}
installIfNeeded();
if (process.argv.includes('--admin')) buildAdminIfNeeded();
