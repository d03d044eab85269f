import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { withFolderLock } from './folder-lock.ts';
import { keepRunning } from './keep-running.ts';
import { isSameProcess } from './process-identity.ts';
import {
  findRunningSandbox,
  flagsOf,
  startSandboxProcess,
  stopSandbox,
  type RunningSandbox,
  type SandboxFlags,
  type SandboxReady,
} from './sandbox-process.ts';
import { StartRefusal } from './start-refusal.ts';
import { enterAsTenant, listTenants } from './tenants.ts';

const REGISTER_TIMEOUT_MS = 5_000;

/** How the sandbox runs; each left out means its own default, or, of one that runs already, whatever it has. */
export type LocalSandboxOptions = {
  dataDir: string;
  /** A folder of rendered looks that sandboxes share. */
  looks?: string | undefined;
  speed?: number | undefined;
  dialect?: string | undefined;
  seed?: number | undefined;
  rpm?: number | undefined;
  capacity?: number | undefined;
  studio?: 'full' | 'thrifty' | undefined;
  webhookUrl?: string | undefined;
};

/**
 * The provider sandbox and its bucket, as a process of its own. Addresses and keys stay true while we run, also when it dies and is
 * brought back; `pid` is the one of this moment. `stop` ends it unless another living process uses it too.
 */
export type LocalSandbox = SandboxReady & {
  readonly pid: number;
  readonly how: 'started' | 'adopted';
  /** Tells the sandbox where its webhooks go, now and after each of its restarts. */
  registerWebhook(url: string): Promise<void>;
  stop(): Promise<void>;
};

function wantedFlags({ looks, speed, dialect, seed, rpm, capacity, studio }: LocalSandboxOptions): SandboxFlags {
  const wanted = Object.entries({ looks, speed, dialect, seed, rpm, capacity, studio });
  return Object.fromEntries(wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** Null when another way of running is wanted and nobody else depends on the present one: it has been ended then. */
async function adopt(folder: string, wanted: SandboxFlags): Promise<RunningSandbox | null> {
  const running = await findRunningSandbox(folder);
  if (!running) return null;
  const present = flagsOf(running.process);
  const differs = Object.entries(wanted).filter(([name, value]) => present[name] !== value);
  if (differs.length === 0) return running;
  const users = listTenants(folder).map((tenant) => tenant.pid);
  if (users.length > 0) {
    const flags = differs.map(([name, value]) => `--${name} ${value} (it has ${present[name] ?? 'its default'})`).join(', ');
    throw new StartRefusal(
      'LOCAL_SANDBOX_BUSY',
      `The provider sandbox in ${folder} is in use by process ${users.join(', ')} and runs otherwise than wanted: ${flags}. ` +
        'Stop that process, leave the option out, or choose another data folder.',
    );
  }
  await stopSandbox(running.process);
  return null;
}

async function register(controlUrl: string, url: string): Promise<void> {
  const response = await fetch(`${controlUrl}/webhooks`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
    signal: AbortSignal.timeout(REGISTER_TIMEOUT_MS),
  });
  const said = await response.text();
  if (!response.ok)
    throw new StartRefusal('LOCAL_SANDBOX_FAILED', `The provider sandbox takes no webhook address (${response.status}): ${said}`);
}

/** Keeps addresses the same over a restart: the ports of the first run are asked for by number. */
function portsOf({ videosUrl, bucketUrl }: SandboxReady): SandboxFlags {
  return { 'videos-port': new URL(videosUrl).port, 'bucket-port': new URL(bucketUrl).port };
}

/**
 * Starts the provider sandbox on `dataDir/sandbox`, or adopts the one that runs there already, and keeps it alive until `stop`.
 * Throws StartRefusal when it cannot start, or runs with other options for somebody else.
 */
export async function startLocalSandbox(options: LocalSandboxOptions): Promise<LocalSandbox> {
  const folder = path.resolve(options.dataDir, 'sandbox');
  const flags = wantedFlags(options);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let webhookUrl = options.webhookUrl;

  return withFolderLock(folder, async () => {
    const adopted = await adopt(folder, flags);
    let running = adopted ?? (await startSandboxProcess(folder, flags));
    if (webhookUrl !== undefined) await register(running.ready.controlUrl, webhookUrl);
    const tenant = enterAsTenant(folder);

    const revive = async (): Promise<void> => {
      running = (await findRunningSandbox(folder)) ?? (await startSandboxProcess(folder, { ...flags, ...portsOf(running.ready) }));
      if (webhookUrl !== undefined) await register(running.ready.controlUrl, webhookUrl);
    };
    const watch = keepRunning({ isAlive: () => isSameProcess(running.process), revive: () => withFolderLock(folder, revive) });
    return {
      ...running.ready,
      how: adopted ? 'adopted' : 'started',
      get pid() {
        return running.process.pid;
      },
      async registerWebhook(url) {
        webhookUrl = url;
        await register(running.ready.controlUrl, url);
      },
      async stop() {
        await watch.stop();
        await withFolderLock(folder, async () => {
          if (tenant.leave()) await stopSandbox(running.process);
        });
      },
    };
  });
}
