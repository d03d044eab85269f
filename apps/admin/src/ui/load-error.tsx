import { RotateCw } from 'lucide-react';
import type { CombinedError } from 'urql';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** What was asked did not come; what was loaded before stays on the page. */
export function LoadError({ error, stale, onRetry }: { error: CombinedError; stale: boolean; onRetry: () => void }) {
  const title = error.networkError ? 'The server can not be reached.' : 'The server could not answer.';
  return (
    <div className="px-4 pb-3 sm:px-6">
      <Notice
        look="error"
        title={title}
        action={
          <Button icon={RotateCw} size="small" onClick={onRetry}>
            Retry
          </Button>
        }
      >
        {error.graphQLErrors.length > 0 && <p>{error.graphQLErrors.map(({ message }) => message).join(' ')}</p>}
        {stale ? 'This is how it stood when it was last loaded.' : 'Check that it runs, then try again.'}
      </Notice>
    </div>
  );
}
