import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants, setPriority } from 'node:os';

const RUN_MS_MAX = 120_000;
const STDERR_CHARACTERS_MAX = 4000;

/** The program: FFMPEG_PATH, else the one npm brought. */
export function ffmpegPath(): string {
  return process.env['FFMPEG_PATH'] ?? (createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string }).path;
}

/**
 * Runs ffmpeg to its end at low priority, feeding `frames` (raw pictures) to its standard input where given.
 * Rejects with the last words of its stderr when it fails, after two minutes, or when the signal says stop.
 */
export async function runFfmpeg(args: readonly string[], options: { frames?: Iterable<Buffer>; signal?: AbortSignal } = {}): Promise<void> {
  const stop = AbortSignal.any([AbortSignal.timeout(RUN_MS_MAX), ...(options.signal ? [options.signal] : [])]);
  const child = spawn(ffmpegPath(), ['-v', 'error', '-y', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    signal: stop,
    killSignal: 'SIGKILL',
  });
  lowerPriority(child.pid);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-STDERR_CHARACTERS_MAX)));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code ?? signal}: ${words.trim()}`)),
    );
  });
  await Promise.all([ended, feed(child.stdin, options.frames ?? [])]);
}

async function feed(stdin: NodeJS.WritableStream, frames: Iterable<Buffer>): Promise<void> {
  for (const frame of frames) {
    if (!stdin.writable) return;
    if (!stdin.write(frame)) await drained(stdin);
  }
  stdin.end();
}

function drained(stdin: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stdin.off('drain', go).off('close', go).off('error', go);
      resolve();
    };
    stdin.on('drain', go).on('close', go).on('error', go);
  });
}

/** Rendering pictures must not starve the servers that wait for them; where the system forbids it, it is only slower. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    return;
  }
}
