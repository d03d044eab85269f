import type { Db } from '../db/database.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDoorbell } from '../lib/run-loop.ts';
import { createFanOut } from './fan-out.ts';
import { runListener } from './listener.ts';
import type { EventFeed } from './pubsub.ts';
import { readEvents, readLastSeq } from './read-events.ts';
import { runSequencer } from './sequencer.ts';

const PAGE = 1_000;
const POLL_MS = 1_000;

/** `stop` ends every reader and resolves when nothing runs any more. */
export type RunningEventFeed = EventFeed & { stop(): Promise<void> };

/**
 * Starts the feed of this process: the sequencer that numbers what was committed (one process at a time does), the listener that
 * follows the log from its present end, and the fan-out to readers. It uses one connection of `db` at a time and one that listens.
 * Only campaigns somebody reads are read from the log.
 */
export async function startEventFeed(options: { db: Db; connectionString: string; clock: Clock; log: Log }): Promise<RunningEventFeed> {
  const { db, clock, log } = options;
  const ended = new AbortController();
  const doorbell = createDoorbell();
  const fanOut = createFanOut();
  let lastSeq = await readLastSeq(db);

  const look = async (): Promise<void> => {
    const newest = await readLastSeq(db);
    // A restored backup begins again at an older number: what its readers hold may never have happened.
    if (newest < lastSeq) {
      lastSeq = newest;
      fanOut.breakAll();
    }
    while (lastSeq < newest) {
      const campaignNums = fanOut.campaigns();
      if (campaignNums.length === 0) lastSeq = newest;
      else {
        const events = await readEvents(db, { afterSeq: lastSeq, upToSeq: newest, campaignNums, limit: PAGE });
        fanOut.deliver(events);
        lastSeq = events.length < PAGE ? newest : (events.at(-1)?.seq ?? newest);
      }
    }
  };

  const running = Promise.all([
    runSequencer({ db, clock, log, doorbell, signal: ended.signal }),
    runListener({ connectionString: options.connectionString, pollMs: POLL_MS, clock, log, signal: ended.signal, look }),
  ]);
  return {
    ofCampaign: (campaignNum, signal) => fanOut.read(campaignNum, AbortSignal.any([signal, ended.signal])),
    ring: () => doorbell.ring(),
    async stop() {
      ended.abort();
      await running;
    },
  };
}
