import { BookOpen, Grid3x3, PencilLine, RotateCcw, Shuffle } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { countOf, formatCount, formatMicros } from '../ui/format.ts';
import { remedyOf, type Remedy } from './failure-remedy.ts';
import { useClone } from './lineage/clone.ts';
import { useCellActions } from './matrix/cell-actions.ts';

export const FailureGroupFragment = graphql(`
  fragment FailureGroup_Cause on FailureGroup {
    code
    message
    retryable
    count
    fetchable
    retryMicros
    anewMicros
    prompts
  }
`);

const WORDS: Record<Exclude<Remedy, 'retry'>, string> = {
  edit_prompts: 'A retry would fail the same way. Other words go into a copy with these prompts alone; this campaign stays as it is.',
  change_model: 'A retry would fail the same way on this model. Move these cells onto another one, then retry them.',
};

interface FailureGroupProps {
  campaignId: string;
  cause: FragmentType<typeof FailureGroupFragment>;
  /** Shows only the cells that failed for this reason. */
  onShow: (code: string) => void;
  onReplan: () => void;
}

/** One cause of failure: how many, in calm words, and the one thing that helps. */
export function FailureGroup({ campaignId, cause, onShow, onReplan }: FailureGroupProps) {
  const { code, message, retryable, count, fetchable, retryMicros, anewMicros, prompts } = readFragment(FailureGroupFragment, cause);
  const { busy: retrying, retry } = useCellActions(campaignId);
  const { busy: cloning, clone } = useClone(campaignId);
  const remedy = remedyOf({ code, retryable });
  return (
    <li className="rounded-lg border bg-surface p-3">
      <p className="flex items-baseline gap-2.5">
        <span className="figures text-xl font-semibold text-failed">{formatCount(count)}</span>
        <span>{message}</span>
      </p>
      <p className="mt-1 font-mono text-sm break-words text-faint">{code}</p>
      {remedy !== 'retry' && <p className="mt-2 text-sm text-muted">{WORDS[remedy]}</p>}
      <div className="mt-3 flex flex-wrap gap-2">
        {remedy === 'edit_prompts' && (
          <Button size="small" icon={PencilLine} busy={cloning} onClick={() => void clone({ failureCodes: [code] })}>
            Edit {countOf(prompts, 'prompt')}
          </Button>
        )}
        {remedy === 'change_model' && (
          <Button size="small" icon={Shuffle} onClick={onReplan}>
            Change model…
          </Button>
        )}
        {remedy !== 'edit_prompts' && (
          <Button
            size="small"
            {...(remedy === 'change_model' && { look: 'quiet' })}
            icon={RotateCcw}
            busy={retrying}
            onClick={() => void retry({ failureCodes: [code] })}
          >
            {retryWords({ count, fetchable, retryMicros })}
          </Button>
        )}
        {fetchable > 0 && (
          <Button size="small" look="quiet" busy={retrying} onClick={() => void retry({ failureCodes: [code], renderAnew: true })}>
            Render {count === 1 ? 'it' : `all ${formatCount(count)}`} anew, {formatMicros(anewMicros)}
          </Button>
        )}
        <Button size="small" look="quiet" icon={Grid3x3} onClick={() => onShow(code)}>
          Show {count === 1 ? 'the cell' : 'these cells'}
        </Button>
        <a
          href={`/help/failures#${code}`}
          target="_blank"
          rel="noreferrer"
          aria-label={`What ${code} means`}
          className={buttonClass({ size: 'small', look: 'quiet' })}
        >
          <BookOpen aria-hidden className="size-4" />
          What it means
        </a>
      </div>
    </li>
  );
}

/** What a retry does and costs: `Fetch 3 again, $0.00 · render 5 again, $2.00`. */
function retryWords({ count, fetchable, retryMicros }: { count: number; fetchable: number; retryMicros: number }): string {
  const rest = count - fetchable;
  const parts = [
    ...(fetchable > 0 ? [`fetch ${formatCount(fetchable)} again, ${formatMicros(0)}`] : []),
    ...(rest > 0 ? [`render ${formatCount(rest)} again, ${formatMicros(retryMicros)}`] : []),
  ];
  const words = parts.join(' · ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
