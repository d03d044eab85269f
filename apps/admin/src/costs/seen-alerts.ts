import { useSyncExternalStore } from 'react';

const KEY = 'dailies.seen-alerts';
/** Older marks are of periods that are over. */
const KEPT_MAX = 500;
const listeners = new Set<() => void>();

let text = localStorage.getItem(KEY) ?? '[]';
let seen: ReadonlySet<string> = read(text);

function read(json: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(json);
    return new Set(Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []);
  } catch {
    return new Set();
  }
}

function keep(next: string): void {
  if (next === text) return;
  text = next;
  seen = read(next);
  for (const listener of listeners) listener();
}

// Another tab of the same person marks them as well.
window.addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY) keep(newValue ?? '[]');
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What names one alert: the budget, its period and the percentage. */
export function alertKey(budget: { id: string; startsOn: string }, percent: number): string {
  return `${budget.id} ${budget.startsOn} ${percent}`;
}

/** Marks alerts as seen by whoever uses this browser. */
export function markSeen(keys: readonly string[]): void {
  const next = JSON.stringify([...seen, ...keys.filter((key) => !seen.has(key))].slice(-KEPT_MAX));
  localStorage.setItem(KEY, next);
  keep(next);
}

/** The alerts that were marked as seen in this browser. */
export function useSeenAlerts(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => seen);
}
