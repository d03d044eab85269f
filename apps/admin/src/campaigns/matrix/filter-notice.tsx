import { ArrowDown, RotateCw, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { countOf, formatCount } from '../../ui/format.ts';
import { PHASE_LOOKS } from '../../ui/phase-look.ts';
import type { BoardSearch } from './board-search.ts';
import type { Matches } from './matches.ts';

interface FilterNoticeProps {
  search: BoardSearch;
  /** Cells of the campaign. */
  total: number;
  matches: Matches | null;
  /** Cells that match by the counts of this moment. */
  now: number;
  failure: Error | null;
  onClear: () => void;
  onLookAgain: () => void;
  onRetry: () => void;
}

/** Says what the matrix does not show: rows hidden by a filter, matches that came since, cells that could not be loaded. */
export function FilterNotice({ search, total, matches, now, failure, onClear, onLookAgain, onRetry }: FilterNoticeProps) {
  const filtered = search.phase !== undefined || search.code !== undefined;
  const words = [
    ...(search.phase ?? []).map((phase) => PHASE_LOOKS[phase].word.toLowerCase()),
    ...(search.code === undefined ? [] : [search.code]),
  ];
  const since = search.code === undefined && matches ? now - matches.total : 0;
  if (!filtered && !failure) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-2.5 sm:px-6" role="status">
      {failure && (
        <>
          <span className="text-failed">Some cells could not be loaded. What you see is how they stood.</span>
          <Button size="small" icon={RotateCw} onClick={onRetry}>
            Retry
          </Button>
        </>
      )}
      {filtered && (
        <span className="figures text-muted">
          {matches ? `${formatCount(matches.total)} of ${countOf(total, 'cell')}: ${words.join(' or ')}` : 'Looking…'}
          {matches && !matches.rows && ' · too many to hide rows; others are dimmed'}
        </span>
      )}
      {since !== 0 && (
        <Button size="small" look="primary" icon={ArrowDown} onClick={onLookAgain}>
          {since > 0 ? `${formatCount(since)} new – show` : `${formatCount(-since)} moved on – refresh`}
        </Button>
      )}
      {filtered && (
        <Button size="small" look="quiet" icon={X} onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
