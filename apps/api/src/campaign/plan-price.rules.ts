import type { Micros } from '@dailies/schema';
import type { PlanSummary } from '../db/tables/campaigns.table.ts';

/** What a workspace paid for and got, over the last days. */
export interface RepeatSample {
  paidRenders: number;
  readyClips: number;
}

/** A workspace without history is taken for one that got this many clips at the first attempt. */
const PRIOR_CLIPS = 20;
/** No plan expects more paid renders a clip than a render has attempts. */
const REPEAT_FACTOR_MAX = 3;
/** Standard deviations between what is expected and what is reserved. */
const RESERVE_DEVIATIONS = 2;

/** Paid renders a ready clip: measured, drawn towards 1 while little was measured; from 1 to 3. */
export function repeatFactorOf({ paidRenders, readyClips }: RepeatSample): number {
  const factor = (paidRenders + PRIOR_CLIPS) / (readyClips + PRIOR_CLIPS);
  return Math.min(REPEAT_FACTOR_MAX, Math.max(1, factor));
}

/**
 * Low, expected and high price of a plan, whole micros. Low: what can not be reused, once each. Expected: the same with the measured repeats.
 * High, the reserve of a launch: nothing is reused, and repeats lie two deviations above what is expected. The paid renders of a clip are
 * counted as geometric with mean `factor`, so that their variance is factor x (factor - 1) a cell; without repeats all three are exact.
 */
export function priceRange(
  cells: { count: number; micros: Micros; reused: { count: number; micros: Micros } },
  factor: number,
): Pick<PlanSummary, 'lowMicros' | 'expectedMicros' | 'highMicros'> {
  const { count, micros, reused } = cells;
  const all = { count: count + reused.count, micros: micros + reused.micros };
  const spread = all.count === 0 ? 0 : RESERVE_DEVIATIONS * Math.sqrt((factor * (factor - 1)) / all.count);
  return {
    lowMicros: micros,
    expectedMicros: Math.round(micros * factor),
    highMicros: Math.ceil(all.micros * Math.min(REPEAT_FACTOR_MAX, factor + spread)),
  };
}
