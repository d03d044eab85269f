import type { Deps } from '../deps.ts';
import type { OpenRender } from './open-render.store.ts';

/** The time of the clock that dated the sends, whatever this machine's own says; begun when the render was read. Milliseconds. */
export function databaseClock({ clock }: Pick<Deps, 'clock'>, { sentAt, ageMs }: Pick<OpenRender, 'sentAt' | 'ageMs'>): () => number {
  const readAtMs = clock.monotonicMs();
  return () => sentAt.getTime() + ageMs + clock.monotonicMs() - readAtMs;
}
