const WORDS: Record<string, string> = {
  mod: navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl',
  shift: '⇧',
  enter: '↵',
  equal: '=',
  minus: '−',
  comma: ',',
  period: '.',
  arrows: '↑ ↓ ← →',
  space: 'Space',
  escape: 'Esc',
};

/** A key as it is printed on the keyboard; `mod+k` becomes two keys. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5" aria-hidden>
      {keys.split('+').map((key) => (
        <kbd
          key={key}
          className="inline-grid h-4.5 min-w-4.5 place-items-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-xs text-muted"
        >
          {WORDS[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </kbd>
      ))}
    </span>
  );
}
