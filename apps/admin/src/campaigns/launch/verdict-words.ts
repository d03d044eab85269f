import type { Verdict } from '@dailies/schema';

const WORDS: Record<Uppercase<Verdict>, string> = {
  OK: 'can be rendered',
  REUSED: 'reuse an earlier render',
  POLICY: 'refused by a content rule',
  UNPRICED: 'without a price',
  OVER_ENTITLEMENT: 'beyond what this workspace may render',
  MODEL_RETIRED: 'for a model that is retired',
  PROMPT_INVALID: 'with a prompt or picture that can not be sent',
};

/** Why the plan refuses cells, to stand behind their number. */
export function verdictWords(verdict: Uppercase<Verdict>): string {
  return WORDS[verdict];
}
