import { Link } from '@tanstack/react-router';
import { Grid3x3, PencilLine } from 'lucide-react';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** A campaign without a plan has no cells yet: what would stand here, and the way to it. */
export function NotPlanned({ campaignId }: { campaignId: string }) {
  return (
    <EmptyState
      icon={Grid3x3}
      title="This campaign is not planned yet"
      action={
        <Link to="/campaigns/$campaignId/edit" params={{ campaignId }} className={buttonClass({ look: 'primary' })}>
          <PencilLine aria-hidden className="size-4" />
          Edit the draft
        </Link>
      }
    >
      Finish the draft and plan it; every prompt × preset × size then has its cell here, with its price.
    </EmptyState>
  );
}
