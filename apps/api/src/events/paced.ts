import type { Clock } from '../lib/clock.ts';
import type { EventBatch } from './fan-out.ts';
import type { EventFeed } from './pubsub.ts';

/**
 * The events of a campaign in batches at least `everyMs` apart: the first at once, what comes during a rest together after it.
 * Ending it ends the reading at once, also while a `next` waits.
 */
export function pacedEvents(options: {
  feed: EventFeed;
  campaignNum: number;
  everyMs: number;
  clock: Clock;
}): AsyncIterableIterator<EventBatch> {
  const { clock } = options;
  const ended = new AbortController();
  const batches = options.feed.ofCampaign(options.campaignNum, ended.signal)[Symbol.asyncIterator]();
  let restUntilMs = 0;
  return {
    async next() {
      const restMs = restUntilMs - clock.monotonicMs();
      if (restMs > 0) await clock.sleep(restMs, ended.signal);
      const step = await batches.next();
      restUntilMs = clock.monotonicMs() + options.everyMs;
      return step.done ? { done: true, value: undefined } : step;
    },
    async return() {
      ended.abort();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
