import { useSyncExternalStore } from 'react';

/** How the live connection stands: `idle` until something asks for live news. */
export interface Connection {
  state: 'idle' | 'live' | 'reconnecting';
  /** When the connection was lost; milliseconds since 1970. */
  lostAtMs: number | null;
  /** Grows by one with every reconnection: who depends on it catches up by asking again. */
  generation: number;
}

let current: Connection = { state: 'idle', lostAtMs: null, generation: 0 };
const listeners = new Set<() => void>();

function set(next: Connection): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Told by whoever owns the socket. */
export const connection = {
  opened(): void {
    set({ state: 'live', lostAtMs: null, generation: current.generation + (current.state === 'reconnecting' ? 1 : 0) });
  },
  lost(nowMs: number): void {
    set({ ...current, state: 'reconnecting', lostAtMs: current.lostAtMs ?? nowMs });
  },
  closed(): void {
    set({ ...current, state: 'idle', lostAtMs: null });
  },
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}
