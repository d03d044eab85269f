import type { Event } from './topics.ts';

/** Events of this process, in order of `seq`, as the listener reads them from the log. */
export interface EventFeed {
  /** Batches of new events of one campaign until the signal aborts. A reader who is too slow gets the newest batch with `gap: true`. */
  ofCampaign(campaignNum: number, signal: AbortSignal): AsyncIterable<{ events: Event[]; gap: boolean }>;
  /** Wakes the sequencer: something was committed here. A hint only. */
  ring(): void;
}
