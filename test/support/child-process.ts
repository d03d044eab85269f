import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { endChild } from './end-child.ts';
import type { TestServices } from './start-app.ts';

const API_SOURCES = path.resolve(import.meta.dirname, '../../apps/api/src');
const READY_LIMIT_MS = 30_000;

/** One of our processes, as an operator runs it. */
export interface OwnProcess {
  pid: number;
  /** What it printed when it was ready. */
  readyLine: string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** The environment of a process on a test's services. `file` is the service account's key file. */
export function environmentOf(services: TestServices, serviceAccountFile: string, port: number): NodeJS.ProcessEnv {
  const { config } = services;
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    DATABASE_URL: config.databaseUrl,
    HOST: config.host,
    PORT: String(port),
    DAILIES_DATA_DIR: path.join(services.folder, 'data'),
    VIDEOS_BASE_URL: config.videos.baseUrl,
    VIDEOS_API_KEY: config.videos.apiKey,
    VIDEOS_WEBHOOK_SECRET: config.videos.webhookSecret ?? '',
    GCS_BUCKET: config.bucket.bucket,
    GCS_API_ENDPOINT: config.bucket.apiEndpoint ?? '',
    GOOGLE_APPLICATION_CREDENTIALS: serviceAccountFile,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'error',
  };
}

/** Starts `main`, `worker` or `all-in-one` and waits for its ready line. */
export function startProcess(
  name: 'main' | 'worker' | 'all-in-one',
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<OwnProcess> {
  return startScript(path.join(API_SOURCES, `${name}.ts`), env, args);
}

/** Starts a script of a test's own and waits for its ready line. */
export async function startScript(script: string, env: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<OwnProcess> {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = async (signal: NodeJS.Signals): Promise<void> => void (await endChild(child, signal));
  try {
    return { pid: child.pid!, readyLine: await readLine(child, path.basename(script)), kill };
  } catch (error) {
    await kill('SIGKILL');
    throw error;
  }
}

function readLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${name} was not ready after ${READY_LIMIT_MS} ms`)), READY_LIMIT_MS);
    let text = '';
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      resolve(text.trim());
    });
    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      reject(new Error(`${name} ended with ${code ?? signal} before it was ready`));
    });
  });
}
