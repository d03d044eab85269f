import type { ParkedDecision } from '@dailies/schema';

/** Words and dot of every kind of event that the life of a render can hold. */
export const EVENT_WORDS: Record<string, readonly [word: string, dot: string]> = {
  'render.intended': ['Written down, money held', 'bg-queued'],
  'render.submitting': ['Sent to the provider', 'bg-rendering'],
  'render.returned': ['Not sent; back in the queue', 'bg-queued'],
  'render.running': ['Taken by the provider', 'bg-rendering'],
  'render.ambiguous': ['Answer lost; reading the provider’s list', 'bg-parked'],
  'render.parked': ['Parked for a person', 'bg-parked'],
  'render.decided': ['A person decided', 'bg-parked'],
  'render.status_unknown': ['The provider said a status we do not know', 'bg-parked'],
  'render.succeeded': ['Rendered', 'bg-finalizing'],
  'render.output_expiring': ['Not stored yet, and the provider deletes it soon', 'bg-parked'],
  'render.stored': ['Stored, cost settled', 'bg-ready'],
  'render.failed': ['Failed', 'bg-failed'],
  'render.expired': ['Expired', 'bg-failed'],
  'render.lost': ['Lost', 'bg-failed'],
  'render.cancelled': ['Cancelled', 'bg-still'],
};

/** What a person decided of a parked render. */
const DECISIONS: Record<Uppercase<ParkedDecision>, string> = {
  RECREATE: 'Decided: render again',
  WRITE_OFF: 'Decided: count it as spent',
  ADOPT: 'Decided: take the provider’s video',
};

/** Words and dot of one step in a render's life. */
export function eventLook({ kind, decision }: { kind: string; decision?: keyof typeof DECISIONS | null | undefined }): {
  word: string;
  dot: string;
} {
  const [word, dot] = EVENT_WORDS[kind] ?? [kind, 'bg-still'];
  return { word: decision == null ? word : DECISIONS[decision], dot };
}
