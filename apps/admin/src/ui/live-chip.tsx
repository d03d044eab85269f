import { Radio, RefreshCw } from 'lucide-react';
import type { Connection } from './connection.ts';
import { useNow } from './now.ts';

/** "Live", or how far behind the page is while the connection comes back. */
export function LiveChip({ connection }: { connection: Connection }) {
  if (connection.state === 'idle') return null;
  if (connection.state === 'reconnecting') return <Behind sinceMs={connection.lostAtMs} />;
  return (
    <span
      role="status"
      className="inline-flex h-6 items-center gap-1.5 rounded-full border border-ready/30 bg-ready/8 px-2 text-sm font-medium text-ready"
    >
      <Radio aria-hidden className="size-3.5" />
      Live
    </span>
  );
}

function Behind({ sinceMs }: { sinceMs: number | null }) {
  const nowMs = useNow();
  const behindSeconds = sinceMs === null ? 0 : Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  return (
    <span
      role="status"
      className="inline-flex h-6 items-center gap-1.5 rounded-full border border-parked/40 bg-parked/10 px-2 text-sm font-medium text-parked"
    >
      <RefreshCw aria-hidden className="size-3.5 animate-spin [animation-duration:2s]" />
      Reconnecting
      {behindSeconds > 1 && <span className="figures font-normal">{behindSeconds} s behind</span>}
    </span>
  );
}
