import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A card that is one choice among several: pressed or not, by mouse and by key. */
export function ChoiceCard({
  chosen,
  disabled = false,
  onToggle,
  className,
  children,
}: {
  chosen: boolean;
  disabled?: boolean;
  onToggle: () => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={chosen}
      disabled={disabled}
      onClick={onToggle}
      className={classNames(
        'relative flex flex-col items-stretch justify-start rounded-lg border p-3 text-left transition-colors disabled:cursor-not-allowed disabled:opacity-50',
        chosen ? 'border-accent-text bg-accent-soft' : 'border-line bg-surface enabled:hover:border-line-strong enabled:hover:bg-hover/60',
        className,
      )}
    >
      {children}
      <span
        aria-hidden
        className={classNames(
          'absolute top-2 right-2 grid size-4 place-items-center rounded-full border',
          chosen ? 'border-accent bg-accent text-white' : 'border-line-strong',
        )}
      >
        {chosen && <Check className="size-2.5" strokeWidth={4} />}
      </span>
    </button>
  );
}
