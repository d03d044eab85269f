import { type ChildProcess, spawn } from 'node:child_process';

/** A program that runs beside others until all are stopped. */
export interface Beside {
  name: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

export interface RunningBeside {
  /** Resolves with the first program that ends by itself. */
  readonly ended: Promise<{ name: string; how: string }>;
  /** Asks all to end, waits, and ends what has not after `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

/**
 * Runs programs of Node side by side. Each leads a process group of its own: Ctrl-C on the terminal reaches only us, and what a program
 * started ends with it.
 */
export function runBeside(programs: readonly Beside[]): RunningBeside {
  const first = Promise.withResolvers<{ name: string; how: string }>();
  const running = programs.map(({ name, args, cwd, env }) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const gone = new Promise<void>((resolve) => {
      const end = (how: string): void => {
        first.resolve({ name, how });
        resolve();
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal ?? `code ${code}`));
    });
    return { child, gone };
  });
  return {
    ended: first.promise,
    async stop(limitMs) {
      for (const { child } of running) child.kill('SIGTERM');
      const all = Promise.all(running.map(({ gone }) => gone));
      const limit = setTimeout(() => running.forEach(({ child }) => endGroup(child)), limitMs);
      await all;
      clearTimeout(limit);
    },
  };
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    return; // It ended in this very moment.
  }
}
