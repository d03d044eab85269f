import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProcess, isSameProcess, readCommandLine, signalProcess, type ProcessIdentity } from './process-identity.ts';
import { StartRefusal } from './start-refusal.ts';
import { waitUntil } from './wait-until.ts';

const READY_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;
const ONE_ANSWER_MS = 1_500;
const STOP_WITHIN_MS = 10_000;
const LOG_TAIL_BYTES = 2_000;
const MAIN = fileURLToPath(new URL('../../../sandbox/src/main.ts', import.meta.url));

/** What a sandbox says of itself in the `ready.json` of its data folder. */
export type SandboxReady = {
  videosUrl: string;
  videosKey: string;
  webhookSecret: string;
  bucketUrl: string;
  serviceAccount: { client_email: string; private_key: string };
  controlUrl: string;
};
export type RunningSandbox = { process: ProcessIdentity; ready: SandboxReady };
/** Flags of its command line, without the dashes: `{ speed: '60' }`. */
export type SandboxFlags = Record<string, string>;

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** What the sandbox of this process noted when it began to listen; null as long as it has not. */
function readReady(folder: string, pid: number | undefined): SandboxReady | null {
  const noted = readJson(path.join(folder, 'ready.json')) as (SandboxReady & { pid: number }) | null;
  if (!noted || noted.pid !== pid) return null;
  const { videosUrl, videosKey, webhookSecret, bucketUrl, serviceAccount, controlUrl } = noted;
  return { videosUrl, videosKey, webhookSecret, bucketUrl, serviceAccount, controlUrl };
}

/** The process noted in a file, if it still lives and its command line is that of a sandbox on this folder. */
function findNoted(folder: string, file: string): ProcessIdentity | null {
  const noted = readJson(path.join(folder, file)) as { pid?: unknown } | null;
  const found = noted && findProcess(Number(noted.pid));
  const args = found ? readCommandLine(found.pid) : [];
  return found && args.includes(MAIN) && args[args.indexOf('--data') + 1] === folder ? found : null;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ONE_ANSWER_MS) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/**
 * The sandbox that already runs on this folder and answers on both its ports. One that does not answer is ended, so that two never
 * write to the same folder. Call under the folder's lock.
 */
export async function findRunningSandbox(folder: string): Promise<RunningSandbox | null> {
  const found = findNoted(folder, 'sandbox.pid') ?? findNoted(folder, 'ready.json');
  if (!found) return null;
  let ready: SandboxReady | null = null;
  const isUp = await waitUntil(
    async () => {
      ready = readReady(folder, found.pid);
      return ready !== null && (await answers(ready.controlUrl)) && (await answers(ready.bucketUrl));
    },
    { withinMs: ANSWER_WITHIN_MS, everyMs: 100 },
  );
  if (isUp && ready) return { process: found, ready };
  await stopSandbox(found);
  return null;
}

/** The flags a running sandbox was started with. */
export function flagsOf({ pid }: ProcessIdentity): SandboxFlags {
  const args = readCommandLine(pid);
  return Object.fromEntries(args.flatMap((arg, at) => (arg.startsWith('--') ? [[arg.slice(2), args[at + 1] ?? '']] : [])));
}

/** Starts a sandbox on this folder in a process of its own and waits until it listens. Call under the folder's lock. */
export async function startSandboxProcess(folder: string, flags: SandboxFlags): Promise<RunningSandbox> {
  rmSync(path.join(folder, 'ready.json'), { force: true });
  const logFile = path.join(folder, 'sandbox.log');
  const log = openSync(logFile, 'w', 0o600);
  const args = Object.entries({ data: folder, ...flags }).flatMap(([name, value]) => [`--${name}`, value]);
  // The ready line on stdout holds keys: they are read from the private ready file instead, and never reach the log.
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, detached: true, stdio: ['ignore', 'ignore', log] });
  closeSync(log);
  let end: string | null = null;
  child.once('error', (error) => (end = error.message));
  child.once('exit', (code, signal) => (end = `it ended with ${signal ?? `code ${code}`}`));
  child.unref();
  writeFileSync(path.join(folder, 'sandbox.pid'), JSON.stringify({ pid: child.pid }), { mode: 0o600 });

  const isSettled = await waitUntil(() => end !== null || readReady(folder, child.pid) !== null, { withinMs: READY_WITHIN_MS });
  const [started, ready] = [findProcess(child.pid ?? 0), readReady(folder, child.pid)];
  if (isSettled && end === null && started && ready) return { process: started, ready };
  if (started) await stopSandbox(started);
  throw new StartRefusal(
    'LOCAL_SANDBOX_FAILED',
    `The provider sandbox in ${folder} did not start: ${end ?? `it was not ready within ${READY_WITHIN_MS / 1000} seconds`}. ` +
      `It said:\n${readFileSync(logFile, 'utf8').slice(-LOG_TAIL_BYTES).trim() || '(nothing)'}`,
  );
}

/** Asks the sandbox to end, and ends it when it does not. */
export async function stopSandbox(sandbox: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isSameProcess(sandbox)) return;
    signalProcess(sandbox.pid, signal);
    if (await waitUntil(() => !isSameProcess(sandbox), { withinMs: STOP_WITHIN_MS })) return;
  }
}
