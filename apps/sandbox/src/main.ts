import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './lib/private-file.ts';
import { readCommandLine, UsageError } from './options.ts';
import { startSandbox } from './start-sandbox.ts';
import { FolderInUse } from './videos/database.ts';

const PARENT_CHECK_MS = 1000;

await main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${explain(error)}\n`);
  process.exitCode = 1;
});

/** Starts both servers, prints the ready line, and ends on SIGTERM, SIGINT or when the parent is gone. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  const sandbox = await startSandbox(options);
  const readyPath = join(options.dataDir, 'ready.json');
  let isStopping = false;

  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    rmSync(readyPath, { force: true });
    await sandbox.stop();
    process.exit(0);
  }

  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  if (options.parentPid !== null) watchParent(options.parentPid, () => void stop());
  writePrivateFile(readyPath, JSON.stringify({ ...sandbox.ready, pid: process.pid }));
  process.stdout.write(`${JSON.stringify(sandbox.ready)}\n`);
}

function watchParent(pid: number, onGone: () => void): void {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') onGone();
    }
  }, PARENT_CHECK_MS).unref();
}

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} See apps/sandbox/README.md for the flags.`;
  if (error instanceof FolderInUse) return error.message;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return 'a port asked for is taken by another program; choose another, or leave the flag out for a free one.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
