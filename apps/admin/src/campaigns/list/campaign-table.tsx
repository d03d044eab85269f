import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { FragmentType } from '../../gql';
import { CampaignRow, ROW_GRID, type CampaignRowFragment } from './campaign-row.tsx';

const ROW_HEIGHT_PX = 62;
const LOAD_AHEAD_ROWS = 15;
/** Each live row is one subscription; beyond these a row is as fresh as the page. */
const LIVE_ROWS_MAX = 12;

const HEADS = ['Campaign', 'Status', 'Clips', 'Cost', 'Created'] as const;

/** The list itself: virtualised, asks for the next page shortly before its end. */
export function CampaignTable({
  rows,
  hasMore,
  onMore,
}: {
  rows: readonly { id: string; campaign: FragmentType<typeof CampaignRowFragment> }[];
  hasMore: boolean;
  onMore: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 10,
  });
  const shown = virtualizer.getVirtualItems();
  const nearEnd = (shown.at(-1)?.index ?? 0) >= rows.length - LOAD_AHEAD_ROWS;
  useEffect(() => {
    if (nearEnd && hasMore) onMore();
  }, [nearEnd, hasMore, onMore]);
  return (
    <div
      ref={scroller}
      role="table"
      aria-label="Campaigns"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      className="min-h-0 grow overflow-y-auto -outline-offset-2"
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b bg-canvas max-md:sr-only">
        <div role="row" className={`${ROW_GRID} h-9 text-sm text-faint`}>
          {HEADS.map((head) => (
            <div key={head} role="columnheader" className={head === 'Cost' ? 'text-right' : ''}>
              {head}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <CampaignRow campaign={row.campaign} live={item.index < LIVE_ROWS_MAX} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
