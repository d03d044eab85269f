import { Clapperboard, Plus, RotateCw } from 'lucide-react';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { Notice } from '../notice.tsx';
import { Skeleton } from '../skeleton.tsx';
import { Shelf } from './shelf.tsx';

export function NoticeStates() {
  return (
    <>
      <Shelf name="Notices">
        <div className="flex w-full flex-col gap-3">
          <Notice title="For your information">Nothing is spent before you press Launch.</Notice>
          <Notice look="warning" title="4 cells will not be sent">
            4 without a price
          </Notice>
          <Notice
            look="error"
            title="The server can not be reached."
            action={
              <Button size="small" icon={RotateCw}>
                Retry
              </Button>
            }
          >
            This is how it stood when it was last loaded.
          </Notice>
        </div>
      </Shelf>
      <Shelf name="Empty and loading">
        <EmptyState
          icon={Clapperboard}
          title="Nothing yet"
          action={
            <Button look="primary" icon={Plus}>
              New campaign
            </Button>
          }
        >
          What would appear here, and one thing to do.
        </EmptyState>
        <div className="flex w-64 flex-col gap-2">
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-24" />
        </div>
      </Shelf>
    </>
  );
}
