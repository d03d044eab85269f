import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { usePageTitle } from '../ui/page-title.ts';

/** Any address that leads nowhere. */
export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <EmptyState
      icon={MapPinOff}
      title="There is nothing at this address"
      action={
        <Link to="/campaigns" className={buttonClass()}>
          All campaigns
        </Link>
      }
    >
      It was moved, it never was, or it belongs to another workspace.
    </EmptyState>
  );
}
