import type { EndpointLevel, ParkedCause } from '@dailies/schema';

/** Renders that one request decides; a page of screens sends several. */
export const PARKED_DECIDED_MAX = 100;

/** Why a render waits for a person, as far as its row and its endpoint tell. */
export function parkedCauseOf({ disputedIds, level }: { disputedIds: readonly string[]; level: EndpointLevel }): ParkedCause {
  if (disputedIds.length > 0) return 'disputed';
  return level === 'L4' ? 'no_list' : 'unseen';
}
