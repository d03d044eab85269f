import { join } from 'node:path';
import { keepIdentity, publicKeyOf } from './identity.ts';
import { startBucket } from './bucket/start-bucket.ts';
import { findText, writePrivateFile } from './lib/private-file.ts';
import type { SandboxOptions } from './options.ts';
import { startVideos } from './videos/start-videos.ts';

/** The line a sandbox prints when both servers listen, and keeps (with its pid) in `ready.json` of its data folder. */
export type Ready = {
  /** Ends in /v1. */
  videosUrl: string;
  videosKey: string;
  webhookSecret: string;
  bucketUrl: string;
  serviceAccount: { client_email: string; private_key: string };
  controlUrl: string;
};

export type Sandbox = { ready: Ready; stop(): Promise<void> };

/** Starts both servers on 127.0.0.1. Rejects where a port that was asked for by number is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const identity = keepIdentity(options.dataDir);
  const ports = readPorts(options.dataDir);
  const bucket = await startRememberedBucket(options, ports.bucket, publicKeyOf(identity), identity.serviceAccount.client_email);
  const videos = await startVideos(options, { wanted: options.videosPort, remembered: ports.videos }, identity, (name, object) =>
    bucket.objectPath(name, object),
  ).catch(async (error: unknown) => {
    await bucket.stop();
    throw error;
  });
  writePrivateFile(portsPath(options.dataDir), JSON.stringify({ videos: videos.port, bucket: Number(new URL(bucket.url).port) }));
  const ready: Ready = {
    videosUrl: videos.videosUrl,
    videosKey: identity.videosKey,
    webhookSecret: identity.webhookSecret,
    bucketUrl: bucket.url,
    serviceAccount: identity.serviceAccount,
    controlUrl: videos.controlUrl,
  };
  return {
    ready,
    async stop() {
      await Promise.all([videos.stop(), bucket.stop()]);
    },
  };
}

async function startRememberedBucket(options: SandboxOptions, remembered: number | null, publicKeyPem: string, clientEmail: string) {
  const start = (port: number) => startBucket({ port, dataDir: join(options.dataDir, 'bucket'), clientEmail, publicKeyPem });
  if (options.bucketPort !== null) return start(options.bucketPort);
  if (remembered === null) return start(0);
  return start(remembered).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return start(0);
    throw error;
  });
}

function readPorts(dataDir: string): { videos: number | null; bucket: number | null } {
  const text = findText(portsPath(dataDir));
  return text === null ? { videos: null, bucket: null } : (JSON.parse(text) as { videos: number; bucket: number });
}

const portsPath = (dataDir: string): string => join(dataDir, 'ports.json');
