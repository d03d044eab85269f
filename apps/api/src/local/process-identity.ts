import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number: its start is part of it. */
export type ProcessIdentity = { pid: number; startedAt: string };

/** Start, in clock ticks since boot, is field 22 of /proc/PID/stat (proc_pid_stat(5)); the name before it may hold blanks. */
const FIELDS_BEFORE_START = 19;

function readLinuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isGone = fields[0] === 'Z' || fields[0] === 'X';
    return isGone ? null : (fields[FIELDS_BEFORE_START] ?? null);
  } catch {
    return null;
  }
}

function askPs(pid: number, column: string): string | null {
  try {
    return (
      execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
    );
  } catch {
    return null;
  }
}

/** The identity of a living process; null when there is none, or only a zombie that its parent has not buried. */
export function findProcess(pid: number): ProcessIdentity | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const startedAt = process.platform === 'linux' ? readLinuxStart(pid) : askPs(pid, 'lstart');
  return startedAt === null ? null : { pid, startedAt };
}

/** Whether this very process, not a recycled number, still lives. */
export function isSameProcess(known: ProcessIdentity): boolean {
  return findProcess(known.pid)?.startedAt === known.startedAt;
}

/** The arguments a process was started with; empty when it is gone or belongs to someone we may not look at. */
export function readCommandLine(pid: number): string[] {
  if (process.platform !== 'linux') return askPs(pid, 'command')?.split(/\s+/) ?? [];
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}

/** Sends a signal; false when the process is already gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
