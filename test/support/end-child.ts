import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Signals a child and waits until it has ended; answers its exit code. One that has ended before is left alone. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  return child.exitCode;
}
