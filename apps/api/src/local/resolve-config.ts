import type { Config, ResolvedConfig } from '../app/config.ts';
import { startLocalPostgres } from './start-local-postgres.ts';
import { type LocalSandbox, startLocalSandbox } from './start-local-sandbox.ts';

/** The bucket our own bucket server keeps clips in. */
const LOCAL_BUCKET = 'dailies';

/** How the sandbox behaves where we start it. */
export interface SandboxSettings {
  /** Divides queue and render times. */
  speed?: number;
  seed?: number;
  rpm?: number;
  capacity?: number;
}

export interface ResolvedServices {
  config: ResolvedConfig;
  /** Null where the environment names both a provider and a bucket. */
  sandbox: LocalSandbox | null;
  /** Stops what we started, in reverse order. */
  stop(): Promise<void>;
}

/** Starts, or adopts, an embedded service for every part that the environment leaves open. */
export async function resolveConfig(config: Config, settings: SandboxSettings = {}): Promise<ResolvedServices> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const service of started.toReversed()) await service.stop();
  };
  try {
    const postgres = config.databaseUrl === null ? await startLocalPostgres({ dataDir: config.dataDir }) : null;
    if (postgres) started.push(postgres);
    const needsSandbox = config.videos === null || config.bucket === null;
    const sandbox = needsSandbox ? await startLocalSandbox({ dataDir: config.dataDir, ...settings }) : null;
    if (sandbox) started.push(sandbox);
    return {
      config: {
        ...config,
        databaseUrl: config.databaseUrl ?? postgres!.url,
        videos: config.videos ?? videosOf(sandbox!),
        bucket: config.bucket ?? { bucket: LOCAL_BUCKET, apiEndpoint: sandbox!.bucketUrl, credentials: sandbox!.serviceAccount },
      },
      sandbox: config.videos === null ? sandbox : null,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function videosOf(sandbox: LocalSandbox): ResolvedConfig['videos'] {
  return {
    baseUrl: sandbox.videosUrl,
    apiKey: sandbox.videosKey,
    webhookSecret: sandbox.webhookSecret,
    dialect: 'openai',
    isSandbox: true,
  };
}
