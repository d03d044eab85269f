import { join } from 'node:path';
import { keepIdentity, publicKeyOf } from './identity.ts';
import { startBucket } from './bucket/start-bucket.ts';
import { findText, writePrivateFile } from './lib/private-file.ts';
import type { SandboxOptions } from './options.ts';
import { openDatabase } from './videos/database.ts';
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

/** Starts both servers on 127.0.0.1. Rejects where a port that was asked for is taken, or another sandbox has the data folder. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const db = openDatabase(options.dataDir);
  const stops: (() => Promise<void>)[] = [];
  async function stop(): Promise<void> {
    await Promise.all(stops.map((one) => one()));
    db.close();
  }
  try {
    const identity = keepIdentity(options.dataDir);
    const ports = readPorts(options.dataDir);
    const bucket = await startRememberedBucket(options, ports.bucket, publicKeyOf(identity), identity.serviceAccount.client_email);
    stops.push(() => bucket.stop());
    const port = { wanted: options.videosPort, remembered: ports.videos };
    const videos = await startVideos(db, options, port, identity, bucket);
    stops.push(() => videos.stop());
    writePrivateFile(portsPath(options.dataDir), JSON.stringify({ videos: videos.port, bucket: Number(new URL(bucket.url).port) }));
    const { videosKey, webhookSecret, serviceAccount } = identity;
    const { videosUrl, controlUrl } = videos;
    return { ready: { videosUrl, videosKey, webhookSecret, bucketUrl: bucket.url, serviceAccount, controlUrl }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
