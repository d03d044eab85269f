import type { Verdict } from '@dailies/schema';
import { Link } from '@tanstack/react-router';
import { Notice } from '../../ui/notice.tsx';
import { verdictWords } from '../launch/verdict-words.ts';
import type { MatrixCell } from '../matrix/matrix-cell.ts';

const HELP: Partial<Record<Uppercase<Verdict>, string>> = { POLICY: '/help/policy' };

/** What the plan says of a cell that it does not simply render: why it is blocked, or which clip will serve it. */
export function PlanVerdict({ cell, campaignId, editable }: { cell: MatrixCell; campaignId: string; editable: boolean }) {
  const { phase, verdict, verdictNote } = cell;
  if (phase === 'PLANNED' && verdict === 'REUSED' && verdictNote !== null) return <Notice>{verdictNote}</Notice>;
  if (phase !== 'BLOCKED') return null;
  const help = HELP[verdict];
  return (
    <Notice look="warning" title={`Not sent: ${verdictWords(verdict)}`}>
      {verdictNote !== null && <p>{verdictNote}</p>}
      <p className="mt-1 flex flex-wrap gap-x-3">
        {editable && (
          <Link to="/campaigns/$campaignId/edit" params={{ campaignId }} className="font-medium text-accent-text hover:underline">
            Edit the campaign
          </Link>
        )}
        {help !== undefined && (
          <a href={help} target="_blank" rel="noreferrer" className="text-accent-text hover:underline">
            What prompts are read for
          </a>
        )}
      </p>
    </Notice>
  );
}
