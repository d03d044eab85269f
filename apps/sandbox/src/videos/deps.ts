import type { DatabaseSync } from 'node:sqlite';
import type { Faults } from '../faults/faults.ts';
import type { Media } from '../media/media.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { LedgerStore } from './ledger.store.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Scheduler } from './scheduler.ts';
import type { VideosStore } from './videos.store.ts';

/** The tools of every call on the Videos wire. */
export type VideosDeps = {
  db: DatabaseSync;
  dialect: Dialect;
  pace: { seed: number; speed: number };
  videos: VideosStore;
  ledger: LedgerStore;
  faults: Faults;
  media: Media;
  scheduler: Scheduler;
  rateLimit: RateLimit;
};

/** Who asks, as far as the ledger remembers it. */
export type Caller = { requestId: string; clientRequestId: string | null };
