import type { Db } from './db/database.ts';
import type { EventFeed } from './events/pubsub.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Timing } from './lib/timing.ts';
import type { Moderator } from './providers/moderator.ts';
import type { ProviderRegistry } from './providers/provider.ts';
import type { Queue } from './queue/queue.ts';
import type { Storage } from './storage/storage.ts';

/** The tools every action takes first. */
export interface Deps {
  db: Db;
  queue: Queue;
  storage: Storage;
  providers: ProviderRegistry;
  /** Null: no moderation service is set. */
  moderator: Moderator | null;
  events: EventFeed;
  clock: Clock;
  timing: Timing;
  log: Log;
  paths: { /** Scratch space for downloads; swept at start. */ temp: string; uploads: string; ffmpeg: string | null };
}
