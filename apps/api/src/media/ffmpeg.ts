import { spawn } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, setPriority } from 'node:os';
import path from 'node:path';

const TIMEOUT_MS = 120_000;
const STDOUT_BYTES_KEPT = 64 * 1024;
const STDERR_BYTES_KEPT = 4 * 1024;
/** Pictures wait for the API, not the other way round: 0 is ordinary, 19 the humblest (nice(1)). */
const NICENESS = 10;

/**
 * What one run came to. `stdout` and `errorText` are the ends of what ffmpeg printed; with `-v error` the latter is empty when all went well.
 * `exitCode` is null where a signal ended it.
 */
export type FfmpegRun = { ok: boolean; exitCode: number | null; timedOut: boolean; stdout: string; errorText: string };

const require = createRequire(import.meta.url);
let bundled: string | undefined;

/** The ffmpeg that npm brought, with its execute bit restored where install scripts were blocked. */
function findBundled(): string {
  if (bundled !== undefined) return bundled;
  const { path: program } = require('@ffmpeg-installer/ffmpeg') as { path: string };
  if ((statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755);
  return (bundled = program);
}

/** A file as ffmpeg must be told of it, so that no name is read as an option, a protocol or a pattern. */
export function fileArgument(file: string): string {
  return `file:${path.resolve(file)}`;
}

let slotsFree = Math.max(1, availableParallelism());
const waiting: (() => void)[] = [];

async function takeSlot(): Promise<void> {
  if (slotsFree > 0) slotsFree -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function giveSlotBack(): void {
  const next = waiting.shift();
  if (next) next();
  else slotsFree += 1;
}

/**
 * Runs ffmpeg, at most one run a processor at a time, on a local MP4 it may neither leave nor be led away from: only files and pipes are
 * opened, only the MP4 demuxer reads. `output` are the arguments after the input. Never throws for what ffmpeg says; throws when it
 * cannot be started. `timeoutMs` counts from its start, default 120 s.
 */
export async function runFfmpeg(run: {
  input: string;
  output: string[];
  ffmpegPath?: string | undefined;
  timeoutMs?: number;
}): Promise<FfmpegRun> {
  const options = ['-v', 'error', '-nostdin', '-y', '-threads', '1', '-xerror', '-protocol_whitelist', 'file,pipe', '-f', 'mov'];
  await takeSlot();
  try {
    return await collect(
      run.ffmpegPath ?? findBundled(),
      [...options, '-i', fileArgument(run.input), ...run.output],
      run.timeoutMs ?? TIMEOUT_MS,
    );
  } finally {
    giveSlotBack();
  }
}

function collect(program: string, args: string[], timeoutMs: number): Promise<FfmpegRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let stdout = '';
    let errorText = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('spawn', () => yieldProcessor(child.pid));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout = (stdout + chunk).slice(-STDOUT_BYTES_KEPT);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errorText = (errorText + chunk).slice(-STDERR_BYTES_KEPT);
    });
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new Error(`ffmpeg could not be started at ${program}: set FFMPEG_PATH to a working one`, { cause }));
    });
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ ok: exitCode === 0, exitCode, timedOut, stdout, errorText: errorText.trim() });
    });
  });
}

function yieldProcessor(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    return; // It has ended already, or this system allows no lowering.
  }
}
