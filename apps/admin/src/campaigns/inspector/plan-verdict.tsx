import { Link } from '@tanstack/react-router';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { verdictWords } from '../launch/verdict-words.ts';
import type { MatrixCell } from '../matrix/matrix-cell.ts';

/** What the plan says of a cell that it does not simply render: why it is blocked, or which clip will serve it. */
export function PlanVerdict({ cell, campaignId, editable }: { cell: MatrixCell; campaignId: string; editable: boolean }) {
  const { phase, verdict, verdictNote } = cell;
  if (phase === 'PLANNED' && verdict === 'REUSED' && verdictNote !== null) return <Notice>{verdictNote}</Notice>;
  if (phase !== 'BLOCKED') return null;
  return (
    <Notice look="warning" title={`Not sent: ${verdictWords(verdict)}`}>
      {verdictNote !== null && <p>{verdictNote}</p>}
      <div className="mt-2 flex flex-wrap gap-x-2 gap-y-1">
        {editable && (
          <Link to="/campaigns/$campaignId/edit" params={{ campaignId }} className={buttonClass({ size: 'small' })}>
            {verdict === 'POLICY' ? 'Edit the prompts' : 'Edit the campaign'}
          </Link>
        )}
        {verdict === 'POLICY' && (
          <a href="/help/policy" target="_blank" rel="noreferrer" className={buttonClass({ size: 'small', look: 'quiet' })}>
            The rules
          </a>
        )}
      </div>
    </Notice>
  );
}
