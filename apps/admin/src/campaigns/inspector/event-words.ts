const WORDS: Record<string, readonly [string, string]> = {
  'render.intended': ['Written down, money held', 'bg-queued'],
  'render.submitting': ['Sent to the provider', 'bg-rendering'],
  'render.returned': ['Not sent; back in the queue', 'bg-queued'],
  'render.running': ['Taken by the provider', 'bg-rendering'],
  'render.ambiguous': ['Answer lost; reading the provider’s list', 'bg-parked'],
  'render.parked': ['Parked for a person', 'bg-parked'],
  'render.succeeded': ['Rendered', 'bg-finalizing'],
  'render.stored': ['Stored, cost settled', 'bg-ready'],
  'render.failed': ['Failed', 'bg-failed'],
  'render.expired': ['Expired', 'bg-failed'],
  'render.lost': ['Lost', 'bg-failed'],
  'render.cancelled': ['Cancelled', 'bg-still'],
  'clip.created': ['Clip ready', 'bg-ready'],
};

/** Words and dot of one step in a render's life; an unknown kind shows as it is spelled. */
export function eventLook(kind: string): { word: string; dot: string } {
  const [word, dot] = WORDS[kind] ?? [kind, 'bg-still'];
  return { word, dot };
}
