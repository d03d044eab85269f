import { Link } from '@tanstack/react-router';
import { BookOpen, Grid3x3, PencilLine } from 'lucide-react';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { useClone } from './lineage/clone.ts';
import { verdictWords } from './launch/verdict-words.ts';

export const BlockedGroupsFragment = graphql(`
  fragment BlockedGroups_Plan on Plan {
    blocked {
      verdict
      note
      count
    }
  }
`);

const NOTES_SHOWN = 5;

type Blocked = DocumentType<typeof BlockedGroupsFragment>['blocked'];

interface BlockedGroupsProps {
  plan: FragmentType<typeof BlockedGroupsFragment>;
  campaignId: string;
  /** Not launched yet, so that the prompts can still be edited. */
  editable: boolean;
  onShow: () => void;
}

/** Cells the plan does not send, by cause, with the words that are to blame and the way to edit them. */
export function BlockedGroups({ plan, campaignId, editable, onShow }: BlockedGroupsProps) {
  const { blocked } = readFragment(BlockedGroupsFragment, plan);
  const { busy, clone } = useClone(campaignId);
  if (blocked.length === 0) return null;
  return (
    <section aria-label="Not sent">
      {!editable && <h3 className="mb-2 font-semibold">Not sent</h3>}
      <ul className="flex flex-col gap-3">
        {[...Map.groupBy(blocked, ({ verdict }) => verdict)].map(([verdict, groups]) => (
          <li key={verdict} className="rounded-lg border bg-surface p-3">
            <p className="flex items-baseline gap-2.5">
              <span className="figures text-xl font-semibold text-blocked">
                {formatCount(groups.reduce((sum, { count }) => sum + count, 0))}
              </span>
              <span className="first-letter:uppercase">{verdictWords(verdict)}</span>
            </p>
            <Notes groups={groups} />
            <div className="mt-3 flex flex-wrap gap-2">
              {editable && (
                <Link to="/campaigns/$campaignId/edit" params={{ campaignId }} className={buttonClass({ size: 'small' })}>
                  <PencilLine aria-hidden className="size-4" />
                  {verdict === 'POLICY' ? 'Edit the prompts' : 'Edit the campaign'}
                </Link>
              )}
              {!editable && verdict !== 'OVER_ENTITLEMENT' && verdict !== 'UNPRICED' && (
                <Button size="small" icon={PencilLine} busy={busy} onClick={() => void clone({ verdicts: [verdict] })}>
                  Edit {groups.length === 1 && groups[0]?.count === 1 ? 'the prompt' : 'these prompts'} in a copy
                </Button>
              )}
              <Button size="small" look="quiet" icon={Grid3x3} onClick={onShow}>
                Show the cells
              </Button>
              {verdict === 'POLICY' && (
                <a href="/help/policy" target="_blank" rel="noreferrer" className={buttonClass({ size: 'small', look: 'quiet' })}>
                  <BookOpen aria-hidden className="size-4" />
                  The rules
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
      {!editable && <p className="mt-2 text-sm text-muted">This campaign was launched. Nothing was paid for these cells.</p>}
    </section>
  );
}

function Notes({ groups }: { groups: Blocked }) {
  const noted = groups.filter(({ note }) => note !== null);
  if (noted.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-col gap-1.5 text-sm text-muted">
      {noted.slice(0, NOTES_SHOWN).map(({ note, count }) => (
        <li key={note} className="flex gap-2">
          {noted.length > 1 && <span className="figures min-w-5 shrink-0 text-right text-faint">{formatCount(count)}</span>}
          <span className="min-w-0 break-words">{note}</span>
        </li>
      ))}
      {noted.length > NOTES_SHOWN && <li className="figures pl-7 text-faint">and {formatCount(noted.length - NOTES_SHOWN)} more causes</li>}
    </ul>
  );
}
