import { CampaignStatusBadge, STATUS_LOOKS, type StatusWord } from '../campaign-status.tsx';
import { CountsBar } from '../counts-bar.tsx';
import { FrameGlyph } from '../frame-glyph.tsx';
import { ratioOf } from '../format.ts';
import { LiveChip } from '../live-chip.tsx';
import { PhaseBadge } from '../phase-badge.tsx';
import { PHASE_LOOKS, PHASE_ORDER } from '../phase-look.ts';
import { RelativeTime } from '../relative-time.tsx';
import { Shelf } from './shelf.tsx';

const SIZES = ['720x1280', '1280x720', '1024x1792', '1792x1024', '1080x1080'];
const NOW_MS = Date.now();
const BEHIND_MS = 14_000;
const LONG_AGO_MS = 3 * 86_400_000;

export function StatusStates() {
  return (
    <>
      <Shelf name="Phases of a cell">
        {PHASE_ORDER.map((phase) => (
          <div key={phase} className="w-56">
            <PhaseBadge phase={phase} detail={phase === 'QUEUED' ? '#14' : undefined} />
            <p className="text-sm text-muted">{PHASE_LOOKS[phase].says}</p>
          </div>
        ))}
      </Shelf>
      <Shelf name="Status of a campaign">
        {(Object.keys(STATUS_LOOKS) as StatusWord[]).map((status) => (
          <CampaignStatusBadge key={status} status={status} />
        ))}
      </Shelf>
      <Shelf name="Counts">
        <div className="w-64">
          <CountsBar counts={{ READY: 96, RENDERING: 31, QUEUED: 14, FAILED: 3 }} />
        </div>
        <div className="w-64">
          <CountsBar counts={{ PLANNED: 40, BLOCKED: 4, EXCLUDED: 6 }} tall />
        </div>
        <div className="w-64">
          <CountsBar counts={{}} />
        </div>
      </Shelf>
      <Shelf name="Connection">
        <LiveChip connection={{ state: 'live', lostAtMs: null, generation: 0 }} />
        <LiveChip connection={{ state: 'reconnecting', lostAtMs: NOW_MS - BEHIND_MS, generation: 0 }} />
      </Shelf>
      <Shelf name="Sizes and times">
        {SIZES.map((size) => (
          <span key={size} className="flex items-center gap-1.5">
            <FrameGlyph size={size} /> {ratioOf(size)}
          </span>
        ))}
        <RelativeTime at={new Date(NOW_MS).toISOString()} />
        <RelativeTime at={new Date(NOW_MS - LONG_AGO_MS).toISOString()} />
      </Shelf>
    </>
  );
}
