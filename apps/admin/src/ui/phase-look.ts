import type { Phase } from '@dailies/schema';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  Clapperboard,
  Clock3,
  PackageCheck,
  ShieldAlert,
  type LucideIcon,
} from 'lucide-react';

/** A phase as the API spells it. */
export type PhaseWord = Uppercase<Phase>;

export interface PhaseLook {
  word: string;
  icon: LucideIcon;
  /** Tailwind classes: whole words, so that they are found at build time. */
  text: string;
  fill: string;
  /** The CSS colour for rings and bars. */
  colour: string;
  says: string;
}

/** Icon, word and colour of every phase: status is never colour alone. */
export const PHASE_LOOKS: Record<PhaseWord, PhaseLook> = {
  READY: {
    word: 'Ready',
    icon: CircleCheck,
    text: 'text-ready',
    fill: 'bg-ready',
    colour: 'var(--color-ready)',
    says: 'Video, poster and scrub preview are stored.',
  },
  FINALIZING: {
    word: 'Finalizing',
    icon: PackageCheck,
    text: 'text-finalizing',
    fill: 'bg-finalizing',
    colour: 'var(--color-finalizing)',
    says: 'Rendered; being downloaded, checked and stored.',
  },
  RENDERING: {
    word: 'Rendering',
    icon: Clapperboard,
    text: 'text-rendering',
    fill: 'bg-rendering',
    colour: 'var(--color-rendering)',
    says: 'The provider is working on it.',
  },
  QUEUED: {
    word: 'Queued',
    icon: Clock3,
    text: 'text-queued',
    fill: 'bg-queued',
    colour: 'var(--color-queued)',
    says: 'Waits for a free place at the provider.',
  },
  PLANNED: {
    word: 'Planned',
    icon: CircleDashed,
    text: 'text-planned',
    fill: 'bg-planned',
    colour: 'var(--color-planned)',
    says: 'Priced; nothing is spent before launch.',
  },
  PARKED: {
    word: 'Parked',
    icon: CirclePause,
    text: 'text-parked',
    fill: 'bg-parked',
    colour: 'var(--color-parked)',
    says: 'It is not certain what the provider did; it waits for a person.',
  },
  FAILED: {
    word: 'Failed',
    icon: CircleAlert,
    text: 'text-failed',
    fill: 'bg-failed',
    colour: 'var(--color-failed)',
    says: 'This attempt ended without a video.',
  },
  BLOCKED: {
    word: 'Blocked',
    icon: ShieldAlert,
    text: 'text-blocked',
    fill: 'bg-blocked',
    colour: 'var(--color-blocked)',
    says: 'The plan refuses this cell; it will not be sent.',
  },
  CANCELLED: {
    word: 'Cancelled',
    icon: CircleX,
    text: 'text-still',
    fill: 'bg-still',
    colour: 'var(--color-still)',
    says: 'Stopped before it was rendered.',
  },
  EXCLUDED: {
    word: 'Excluded',
    icon: CircleSlash,
    text: 'text-still',
    fill: 'bg-still',
    colour: 'var(--color-still)',
    says: 'Left out by hand.',
  },
};

/** The order in which counts are drawn: what is done first. */
export const PHASE_ORDER = Object.keys(PHASE_LOOKS) as PhaseWord[];
