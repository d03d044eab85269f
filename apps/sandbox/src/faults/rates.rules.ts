/** The faults that can be had by rate: a share of calls from 0 to 1. Documented one by one in the README. */
export const RATE_NAMES = [
  'rateLimited',
  'serverErrorBefore',
  'serverErrorAfter',
  'resetBefore',
  'resetAfter',
  'loseResponse',
  'garbage',
  'modelGone',
  'failModeration',
  'failServer',
  'stall',
  'truncate',
  'retrieveError',
  'listError',
  'listWithoutHasMore',
  'webhookTwice',
  'webhookOutOfOrder',
  'webhookForged',
  'webhookNever',
] as const;
export type RateName = (typeof RATE_NAMES)[number];

export type Rates = Partial<Record<RateName, number>>;

/** What `PUT faults` sets: rates, the seed that draws them, models taken away, and a clock that is wrong by some seconds. */
export type FaultSettings = { rates: Rates; seed: number; goneModels: string[]; clockSkewSeconds: number };

/** Checks the body of `PUT faults`; a text = what is wrong with it. */
export function checkFaultSettings(body: Record<string, unknown>, before: FaultSettings): FaultSettings | string {
  const { rates = {}, seed = before.seed, goneModels = [], clockSkewSeconds = 0 } = body;
  if (typeof rates !== 'object' || rates === null) return 'rates is an object of shares from 0 to 1';
  for (const [name, rate] of Object.entries(rates)) {
    if (!RATE_NAMES.some((known) => known === name)) return `unknown rate "${name}"; known are ${RATE_NAMES.join(', ')}`;
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) return `rate "${name}" is a number from 0 to 1`;
  }
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) return 'seed is a whole number';
  if (!Array.isArray(goneModels) || !goneModels.every((model) => typeof model === 'string')) return 'goneModels is a list of model names';
  if (typeof clockSkewSeconds !== 'number' || !Number.isFinite(clockSkewSeconds)) return 'clockSkewSeconds is a number';
  return { rates, seed, goneModels, clockSkewSeconds };
}
