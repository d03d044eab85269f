/** What the sandbox offers, at the historic list prices in play money. Sizes in pixels, prices in micro-dollars a second of video. */
type OfferedModel = { id: string; createdSeconds: number; pricePerSecondMicros: Readonly<Record<string, number>> };

const STANDARD = { '720x1280': 100_000, '1280x720': 100_000, '1024x1792': 100_000, '1792x1024': 100_000 };
const PRO = {
  '720x1280': 300_000,
  '1280x720': 300_000,
  '1024x1792': 500_000,
  '1792x1024': 500_000,
  '1080x1920': 700_000,
  '1920x1080': 700_000,
};

export const OFFERED_MODELS: readonly OfferedModel[] = [
  { id: 'sora-2', createdSeconds: 1_759_708_615, pricePerSecondMicros: STANDARD },
  { id: 'sora-2-2025-10-06', createdSeconds: 1_759_708_615, pricePerSecondMicros: STANDARD },
  { id: 'sora-2-2025-12-08', createdSeconds: 1_765_152_000, pricePerSecondMicros: STANDARD },
  { id: 'sora-2-pro', createdSeconds: 1_759_708_663, pricePerSecondMicros: PRO },
  { id: 'sora-2-pro-2025-10-06', createdSeconds: 1_759_708_663, pricePerSecondMicros: PRO },
];

/** The published list (4, 8, 12) and what the late guide added (16, 20). */
export const OFFERED_SECONDS: readonly number[] = [4, 8, 12, 16, 20];

export const DEFAULT_MODEL = 'sora-2';
export const DEFAULT_SECONDS = 4;
export const DEFAULT_SIZE = '720x1280';

/** Sizes a model offers; an empty list = the model is not offered. */
export function sizesOf(model: string): readonly string[] {
  return Object.keys(pricesOf(model));
}

/** What one render is charged, micro-dollars. A model or size without a price costs nothing here: its owner pays by the GPU hour. */
export function priceMicros(model: string, size: string, seconds: number): number {
  return (pricesOf(model)[size] ?? 0) * seconds;
}

const pricesOf = (model: string) => OFFERED_MODELS.find((offered) => offered.id === model)?.pricePerSecondMicros ?? {};
