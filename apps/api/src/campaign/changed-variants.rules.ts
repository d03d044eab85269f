import type { Event } from '../events/topics.ts';

/** Cells sent in one message; whoever shows more reads them again. */
const INDEXES_MAX = 500;

/**
 * The indexes that events speak of, in order. Not `whole` where more changed than can be told cell by cell: a launch queues thousands at once.
 */
export function changedIndexes(events: readonly Pick<Event, 'kind' | 'facts'>[]): { indexes: number[]; isWhole: boolean } {
  const indexes = new Set<number>();
  let isWhole = true;
  for (const { kind, facts } of events) {
    if (typeof facts['index'] === 'number') indexes.add(facts['index']);
    else if (Array.isArray(facts['indexes'])) for (const index of facts['indexes'] as number[]) indexes.add(index);
    else if (typeof facts['from'] === 'number' && typeof facts['to'] === 'number')
      isWhole = addRange(indexes, facts['from'], facts['to']) && isWhole;
    else if (kind.startsWith('variants.') || kind === 'campaign.planned' || kind === 'campaign.cancelled') isWhole = false;
    if (indexes.size > INDEXES_MAX) return { indexes: [...indexes].slice(0, INDEXES_MAX).sort((a, b) => a - b), isWhole: false };
  }
  return { indexes: [...indexes].sort((a, b) => a - b), isWhole };
}

function addRange(indexes: Set<number>, from: number, to: number): boolean {
  if (to - from > INDEXES_MAX) return false;
  for (let index = from; index < to; index += 1) indexes.add(index);
  return true;
}
