import { RotateCw, Unplug } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { usePageTitle } from '../ui/page-title.ts';

/** A page that failed on its own: said calmly, with the one thing that helps. */
export function BrokenPage({ error }: { error: unknown }) {
  usePageTitle('Something broke');
  return (
    <EmptyState
      icon={Unplug}
      title="This page broke"
      action={
        <Button look="primary" icon={RotateCw} onClick={() => window.location.reload()}>
          Load it again
        </Button>
      }
    >
      Your campaigns are safe; only this view failed. If it stays, tell your administrator:{' '}
      {error instanceof Error ? error.message : String(error)}
    </EmptyState>
  );
}
