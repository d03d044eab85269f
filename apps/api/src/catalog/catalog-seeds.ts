import { MICROS_PER_DOLLAR, type Tier } from '@dailies/schema';

/** A model of the Videos wire as it was last published: its sizes with dollars a second, and its batch price at half of it. */
export interface ModelSeed {
  key: string;
  name: string;
  tier: Tier;
  sizes: readonly { size: string; secondMicros: number; batchSecondMicros: number }[];
}

function priced(sizes: readonly string[], dollarsPerSecond: number): ModelSeed['sizes'] {
  const secondMicros = Math.round(dollarsPerSecond * MICROS_PER_DOLLAR);
  return sizes.map((size) => ({ size, secondMicros, batchSecondMicros: secondMicros / 2 }));
}

const HD = ['720x1280', '1280x720'];
const TALL_AND_WIDE = ['1024x1792', '1792x1024'];
const FULL_HD = ['1080x1920', '1920x1080'];

/** List prices of 2026, before the hosted models were shut down. */
export const VIDEO_MODELS: readonly ModelSeed[] = [
  { key: 'sora-2', name: 'Sora 2', tier: 'standard', sizes: priced(HD, 0.1) },
  {
    key: 'sora-2-pro',
    name: 'Sora 2 Pro',
    tier: 'pro',
    sizes: [...priced(HD, 0.3), ...priced(TALL_AND_WIDE, 0.5), ...priced(FULL_HD, 0.7)],
  },
];

/** The published lengths, and what the sandbox offers beyond them. Seconds. */
export const PUBLISHED_SECONDS = [4, 8, 12] as const;
export const SANDBOX_SECONDS = [4, 8, 12, 16, 20] as const;

/** The day the hosted models opened, the day they ended, and the day their prices were last read. */
export const MODELS_SINCE = '2025-10-06';
export const HOSTED_MODELS_ENDED = '2026-09-24';
export const PRICES_CHECKED_ON = '2026-09-24';

/** Where a seeded row says it comes from. A row with another source was entered by a person. */
export const SOURCES = {
  sandbox: 'sandbox, play money',
  hosted: 'list price 2026, check your provider',
  historic: 'historic',
} as const;
