import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SANDBOX_DEFAULTS, type SandboxOptions } from '@dailies/sandbox/src/options.ts';
import { startSandbox, type Ready } from '@dailies/sandbox/src/start-sandbox.ts';
import { giveIdentity } from './identity.ts';
import { looksFolder } from './looks.ts';
import { scratchRoot } from './scratch.ts';

export type TestSandbox = {
  ready: Ready;
  dataDir: string;
  /** A bare call on the wire, with the key. `path` begins after /v1. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** `POST /videos` as JSON; answers status and body. */
  create(fields: Record<string, unknown>): Promise<{ status: number; body: WireBody; headers: Headers }>;
  /** Asks until the video has one of the states, or is gone. */
  waitFor(id: string, ...states: string[]): Promise<WireBody>;
  control<T>(path: string, init?: { method: string; body?: unknown }): Promise<T>;
  stop(): Promise<void>;
};

/** A body of the wire, as loosely as a test wants to read it. */
export type WireBody = Record<string, unknown> & {
  id: string;
  status: string;
  error: { code: unknown; message: string; param: unknown } | null;
};

const POLL_MS = 20;

/** Both sandbox servers in this process on free ports and a folder of their own, ten thousand times as fast as life. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(scratchRoot, 'dailies-sandbox-')));
  if (options.dataDir === undefined) giveIdentity(dataDir);
  const sandbox = await startSandbox({ ...SANDBOX_DEFAULTS, speed: 10_000, looksDir: looksFolder, studio: 'thrifty', ...options, dataDir });
  const { ready } = sandbox;
  const call: TestSandbox['call'] = (path, init = {}) =>
    fetch(`${ready.videosUrl}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${ready.videosKey}`, ...(init.headers as Record<string, string>) },
    });
  return {
    ready,
    dataDir,
    call,
    async create(fields) {
      const response = await call('/videos', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as WireBody };
    },
    async waitFor(id, ...states) {
      for (;;) {
        const video = (await (await call(`/videos/${id}`)).json()) as WireBody;
        if (states.includes(video.status) || video.status === undefined) return video;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    async control(path, init) {
      const body = init?.body === undefined ? {} : { body: JSON.stringify(init.body), headers: { 'content-type': 'application/json' } };
      return (await fetch(`${ready.controlUrl}${path}`, { method: init?.method ?? 'GET', ...body })).json() as never;
    },
    async stop() {
      await sandbox.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
