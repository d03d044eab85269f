import { classNames } from './class-names.ts';

interface BudgetBarProps {
  limitMicros: number;
  /** What counts already, and what would count as well: from the left, the second behind the first. */
  countsMicros: number;
  wouldCountMicros: number;
  isOver: boolean;
}

/** How much of a budget is gone. Decoration: the same figures stand beside it in words. */
export function BudgetBar({ limitMicros, countsMicros, wouldCountMicros, isOver }: BudgetBarProps) {
  const share = (micros: number) => `${limitMicros === 0 ? 100 : Math.min(100, (100 * micros) / limitMicros)}%`;
  return (
    <span aria-hidden className="relative block h-1.5 overflow-hidden rounded-full bg-hover">
      <span
        className={classNames('absolute inset-y-0 left-0', isOver ? 'bg-failed/60' : 'bg-accent/35')}
        style={{ width: share(wouldCountMicros) }}
      />
      <span className="absolute inset-y-0 left-0 bg-accent" style={{ width: share(countsMicros) }} />
    </span>
  );
}
