import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';

/** One shortcut as the sheet lists it. */
export interface Shortcut {
  keys: string;
  says: string;
  group: string;
}

const OFF_KEY = 'dailies.single-letters';
const shortcuts = new Set<Shortcut>();
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];
let lettersOn = localStorage.getItem(OFF_KEY) !== 'off';

function changed(): void {
  listed = [...shortcuts];
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Every shortcut of the page as it stands now. */
export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => listed);
}

/** Whether shortcuts of one letter are on: people who speak to their machine switch them off (WCAG 2.1.4). */
export function useSingleLetters(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, () => lettersOn);
  const set = (next: boolean) => {
    lettersOn = next;
    localStorage.setItem(OFF_KEY, next ? 'on' : 'off');
    changed();
  };
  return [on, set];
}

const needsNoModifier = (keys: string) => keys.split(',').every((combination) => !/mod|ctrl|alt|meta/.test(combination));
const underDialog = (event: KeyboardEvent) =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null &&
  !(event.target instanceof Element && event.target.closest('[data-shortcuts]') !== null);

/**
 * A keyboard shortcut while the component stands. It does nothing in inputs, for a held key, or under an open dialog or menu; a single
 * letter also does nothing when single letters are off.
 */
export function useShortcut(shortcut: Shortcut, act: () => void, enabled = true): void {
  const { keys, says, group } = shortcut;
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const entry = { keys, says, group };
    shortcuts.add(entry);
    changed();
    return () => {
      shortcuts.delete(entry);
      changed();
    };
  }, [keys, says, group, enabled]);
  useHotkeys(keys, () => latest.current(), {
    enabled,
    preventDefault: true,
    useKey: keys === '?',
    ignoreEventWhen: (event) => event.repeat || underDialog(event) || (needsNoModifier(keys) && !lettersOn),
  });
}

/** Lists shortcuts that a widget answers itself while it has the focus. `those` must be the same array each time. */
export function useListedShortcuts(those: readonly Shortcut[]): void {
  useEffect(() => {
    for (const shortcut of those) shortcuts.add(shortcut);
    changed();
    return () => {
      for (const shortcut of those) shortcuts.delete(shortcut);
      changed();
    };
  }, [those]);
}
