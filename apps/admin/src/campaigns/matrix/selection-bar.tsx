import { ArrowUpRight, CircleSlash, PanelRight, RotateCcw, Star, StarOff, Undo2, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { countOf, formatMicros } from '../../ui/format.ts';
import { Kbd } from '../../ui/kbd.tsx';

interface SelectionBarProps {
  count: number;
  /** Sum of the prices of the chosen cells, in micros; null while some are not loaded, or have no price. */
  micros: number | null;
  /** Whether cells can still be taken out and put back. */
  beforeLaunch: boolean;
  /** How many of the chosen cells failed and can be tried again. */
  retryable: number;
  excluded: number;
  /** How many of the chosen cells are winners already. */
  winners: number;
  /** The next length the chosen cells could have, in seconds, and what that costs in micros; null where there is none. */
  promotion: { seconds: number; micros: number | null } | null;
  busy: boolean;
  onExclude: (excluded: boolean) => void;
  onRetry: () => void;
  onWinners: (areWinners: boolean) => void;
  onPromote: () => void;
  onInspect: () => void;
  onClear: () => void;
}

/** What can be done with the chosen cells; it stays at the bottom of the matrix. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, micros, beforeLaunch, retryable, excluded, winners, promotion, busy } = props;
  if (count === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 z-30 flex justify-center px-3">
      <div
        role="toolbar"
        aria-label="Chosen cells"
        className="pointer-events-auto flex max-w-full animate-rise flex-wrap items-center gap-1 rounded-xl bg-raised p-1.5 pl-4 shadow-popup"
      >
        <span className="figures mr-2 font-medium whitespace-nowrap" role="status">
          {countOf(count, 'cell')} chosen
          {micros !== null && <span className="font-normal text-muted"> · {formatMicros(micros)}</span>}
        </span>
        {beforeLaunch && excluded < count && (
          <Button look="quiet" size="small" icon={CircleSlash} busy={busy} onClick={() => props.onExclude(true)}>
            Exclude <Kbd keys="x" />
          </Button>
        )}
        {beforeLaunch && excluded > 0 && (
          <Button look="quiet" size="small" icon={Undo2} busy={busy} onClick={() => props.onExclude(false)}>
            Include {excluded < count && excluded}
          </Button>
        )}
        {retryable > 0 && (
          <Button look="quiet" size="small" icon={RotateCcw} busy={busy} onClick={props.onRetry}>
            Retry {retryable} failed <Kbd keys="r" />
          </Button>
        )}
        {winners < count ? (
          <Button look="quiet" size="small" icon={Star} busy={busy} onClick={() => props.onWinners(true)}>
            Winner <Kbd keys="w" />
          </Button>
        ) : (
          <Button look="quiet" size="small" icon={StarOff} busy={busy} onClick={() => props.onWinners(false)}>
            No winner <Kbd keys="w" />
          </Button>
        )}
        {!beforeLaunch && (
          <Button look="quiet" size="small" icon={ArrowUpRight} onClick={props.onPromote}>
            {promotion === null ? 'Make finals' : `Promote to ${promotion.seconds} s`}
            {promotion !== null && promotion.micros !== null && <span className="figures">({formatMicros(promotion.micros)})</span>}
            <Kbd keys="p" />
          </Button>
        )}
        {count === 1 && (
          <Button look="quiet" size="small" icon={PanelRight} onClick={props.onInspect}>
            Inspect <Kbd keys="enter" />
          </Button>
        )}
        <Button look="quiet" size="small" icon={X} onClick={props.onClear} aria-label="Choose nothing">
          <Kbd keys="escape" />
        </Button>
      </div>
    </div>
  );
}
