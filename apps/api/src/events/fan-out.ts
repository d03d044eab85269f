import type { Event } from './topics.ts';

/** What a reader may have waiting. Beyond it the oldest go and the reader is told. */
export const EVENTS_WAITING_MAX = 1_000;

export interface EventBatch {
  events: Event[];
  /** Events are missing before these: read the state again. */
  gap: boolean;
}

/** Hands events to the readers of their campaign, each with a bounded buffer: a slow reader costs itself, not the others. */
export interface FanOut {
  /** Reading begins at the call, not at the first `next`: what is delivered in between waits. */
  read(campaignNum: number, signal: AbortSignal): AsyncIterableIterator<EventBatch>;
  /** The campaigns somebody reads. */
  campaigns(): number[];
  deliver(events: readonly Event[]): void;
  /** Tells every reader that it may have missed something. */
  breakAll(): void;
}

type Reader = { add(events: readonly Event[], gap: boolean): void };

export function createFanOut(): FanOut {
  const readers = new Map<number, Set<Reader>>();
  return {
    read(campaignNum, signal) {
      const reader = createReader(signal, () => {
        const left = readers.get(campaignNum);
        left?.delete(reader);
        if (left?.size === 0) readers.delete(campaignNum);
      });
      if (!signal.aborted) readers.set(campaignNum, (readers.get(campaignNum) ?? new Set()).add(reader));
      return reader.batches;
    },
    campaigns: () => [...readers.keys()],
    deliver(events) {
      for (const [campaignNum, some] of Map.groupBy(events, (event) => event.campaignNum)) {
        if (campaignNum === null) continue;
        for (const reader of readers.get(campaignNum) ?? []) reader.add(some, false);
      }
    },
    breakAll() {
      for (const ofCampaign of readers.values()) for (const reader of ofCampaign) reader.add([], true);
    },
  };
}

function createReader(signal: AbortSignal, leave: () => void): Reader & { batches: AsyncIterableIterator<EventBatch> } {
  let waiting: EventBatch | null = null;
  let wake: (() => void) | null = null;
  let over = signal.aborted;
  const end = (): void => {
    over = true;
    waiting = null;
    signal.removeEventListener('abort', end);
    leave();
    wake?.();
  };
  if (!over) signal.addEventListener('abort', end, { once: true });

  const batches: AsyncIterableIterator<EventBatch> = {
    async next() {
      while (!over && waiting === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = waiting;
      waiting = null;
      return value === null ? { done: true, value: undefined } : { done: false, value };
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => batches,
  };
  return {
    batches,
    add(events, gap) {
      const all = [...(waiting?.events ?? []), ...events];
      const lost = all.length > EVENTS_WAITING_MAX;
      waiting = { events: lost ? all.slice(-EVENTS_WAITING_MAX) : all, gap: gap || lost || (waiting?.gap ?? false) };
      wake?.();
    },
  };
}
