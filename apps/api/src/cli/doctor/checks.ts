import { port, publicAddress } from './address.ts';
import { bucket } from './bucket.ts';
import type { Check } from './check.ts';
import { database } from './database.ts';
import { dataFolder, diskSpace, nodeVersion, platform } from './machine.ts';
import { packages } from './packages.ts';
import { moderation } from './moderation.ts';
import { provider } from './provider.ts';
import { chromium, ffmpeg } from './tools.ts';

/** Every check, cheap ones first. */
export const CHECKS: readonly Check[] = [
  nodeVersion,
  platform,
  packages,
  dataFolder,
  diskSpace,
  port,
  publicAddress,
  ffmpeg,
  chromium,
  database,
  provider,
  moderation,
  bucket,
];
