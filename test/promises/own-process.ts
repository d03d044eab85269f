import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';

const READY_WITHIN_MS = 180_000;
const LOG_TAIL_CHARS = 3_000;

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of the product, as an operator runs it, with its output in a file. */
export interface OwnProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** What it printed when it was ready. */
  readonly readyLine: string;
  /** Null while it lives. */
  readonly ended: Ending | null;
  /** SIGSTOP: it stands still until `wake`. */
  freeze(): void;
  wake(): void;
  /** Sends a signal and waits for the end; answers how it ended and how long that took. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ending & { tookMs: number }>;
  readLog(): string;
}

export interface Launch {
  /** A short name for reports. */
  name: string;
  script: string;
  args?: readonly string[];
  /** Modules that are loaded before the script's own. */
  imports?: readonly string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Kills it, ready or not. */
  signal: AbortSignal;
  /** The line on stdout that says it is ready. */
  readyWhen: RegExp;
}

/** Starts a process and waits for its ready line. Throws with the end of its log where it ends before. */
export async function launch({ name, script, args = [], imports = [], env, logFile, signal, readyWhen }: Launch): Promise<OwnProcess> {
  const out = openSync(logFile, 'a', 0o600);
  const nodeArgs = imports.flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...nodeArgs, script, ...args], {
    env,
    stdio: ['ignore', out, out],
    signal,
    killSignal: 'SIGKILL',
  });
  child.once('error', () => undefined);
  closeSync(out);
  let ended: Ending | null = null;
  child.once('exit', (code, signal) => (ended = { code, signal }));
  const hasEnded = () => ended !== null;
  const readLog = () => readFileSync(logFile, 'utf8');

  const isSettled = await waitUntil(() => hasEnded() || readyWhen.test(readLog()), { withinMs: READY_WITHIN_MS, everyMs: 50 });
  const readyLine = readyWhen.exec(readLog())?.[0];
  if (!isSettled || hasEnded() || readyLine === undefined) {
    child.kill('SIGKILL');
    throw new Error(`${name} did not become ready; the end of its log:\n${readLog().slice(-LOG_TAIL_CHARS)}`);
  }
  return {
    name,
    pid: child.pid!,
    logFile,
    readyLine,
    get ended() {
      return ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    end: (signal) => endProcess(child, signal, () => ended),
    readLog,
  };
}

async function endProcess(
  child: ChildProcess,
  signal: 'SIGKILL' | 'SIGTERM',
  ended: () => Ending | null,
): Promise<Ending & { tookMs: number }> {
  const startedMs = performance.now();
  if (ended() === null) {
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    child.kill(signal);
    child.kill('SIGCONT');
    if (ended() === null) await gone;
  }
  return { ...ended()!, tookMs: performance.now() - startedMs };
}
