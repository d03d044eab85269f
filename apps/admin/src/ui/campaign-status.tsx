import type { CampaignStatus } from '@dailies/schema';
import { Archive, CircleCheck, CircleDashed, CirclePause, CirclePlay, CircleX, ListChecks, type LucideIcon } from 'lucide-react';

/** A campaign status as the API spells it. */
export type StatusWord = Uppercase<CampaignStatus>;

interface StatusLook {
  word: string;
  icon: LucideIcon;
  text: string;
}

export const STATUS_LOOKS: Record<StatusWord, StatusLook> = {
  DRAFT: { word: 'Draft', icon: CircleDashed, text: 'text-planned' },
  PLANNED: { word: 'Planned', icon: ListChecks, text: 'text-accent-text' },
  RUNNING: { word: 'Running', icon: CirclePlay, text: 'text-rendering' },
  PAUSED: { word: 'Paused', icon: CirclePause, text: 'text-parked' },
  COMPLETED: { word: 'Completed', icon: CircleCheck, text: 'text-ready' },
  CANCELLED: { word: 'Cancelled', icon: CircleX, text: 'text-still' },
  ARCHIVED: { word: 'Archived', icon: Archive, text: 'text-still' },
};

/** Icon + word + colour of a campaign's status. */
export function CampaignStatusBadge({ status }: { status: StatusWord }) {
  const look = STATUS_LOOKS[status];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${look.text}`}>
      <look.icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {look.word}
    </span>
  );
}
