import { formatAgo, formatMoment } from './format.ts';
import { useNow } from './now.ts';

const STEP_MS = 10_000;

/** `4 min ago`; the moment itself on hover. */
export function RelativeTime({ at }: { at: string }) {
  const nowMs = useNow(STEP_MS) + STEP_MS;
  return (
    <time dateTime={at} title={formatMoment(at)} className="figures whitespace-nowrap">
      {formatAgo(at, nowMs)}
    </time>
  );
}
