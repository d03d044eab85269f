import { VARIANTS_MAX, type Micros } from '@dailies/schema';
import { formatCount, formatMicros } from '../../ui/format.ts';
import { chosenModels, secondMicros, type Choices } from './choices.ts';
import { promptCount, type Draft } from './draft.ts';
import { misfitsOf } from './reference-fit.ts';

export interface Estimate {
  /** Prompts, presets and so on with how many there are; axes of one are left out, prompts stay. */
  factors: readonly { count: number; noun: string }[];
  renders: number;
  /** null where a chosen size has no price. */
  micros: Micros | null;
  /** Why this can not be planned yet; null when it can. */
  refusal: string | null;
}

/** How many renders a draft makes and what they cost, from the catalogue alone: no row is written, nothing is asked. */
export function estimate(draft: Draft, choices: Choices): Estimate {
  const models = chosenModels(choices, draft.modelIds);
  const lengths = {
    prompt: promptCount(draft.prompts),
    preset: Math.max(1, draft.presetIds.length),
    model: models.length,
    size: draft.sizes.length,
    length: draft.seconds.length,
  };
  const counts = Object.values(lengths);
  const renders = draft.paired ? pairedLength(counts) : counts.reduce((product, count) => product * count, 1);
  const factors = Object.entries(lengths)
    .filter(([noun, count]) => noun === 'prompt' || count > 1)
    .map(([noun, count]) => ({ noun, count }));
  return { factors, renders, micros: costOf(draft, choices, renders), refusal: refusalOf(draft, lengths, renders) };
}

function pairedLength(counts: readonly number[]): number {
  return counts.includes(0) ? 0 : Math.max(...counts);
}

function costOf(draft: Draft, choices: Choices, renders: number): Micros | null {
  const models = chosenModels(choices, draft.modelIds);
  const nth = <Value>(values: readonly Value[], place: number) => values[values.length === 1 ? 0 : place];
  let sum = 0;
  if (draft.paired) {
    for (let place = 0; place < renders; place += 1) {
      const [model, size, seconds] = [nth(models, place), nth(draft.sizes, place), nth(draft.seconds, place)];
      const price = model && size !== undefined ? secondMicros(model, size, draft.audio) : null;
      if (price === null || seconds === undefined) return null;
      sum += price * seconds;
    }
    return sum;
  }
  for (const model of models) {
    for (const size of draft.sizes) {
      const price = secondMicros(model, size, draft.audio);
      if (price === null) return null;
      for (const seconds of draft.seconds) sum += price * seconds;
    }
  }
  return sum * promptCount(draft.prompts) * Math.max(1, draft.presetIds.length);
}

function refusalOf(draft: Draft, lengths: Record<string, number>, renders: number): string | null {
  if (lengths['prompt'] === 0) return 'Add at least one prompt.';
  if (lengths['model'] === 0) return 'Choose a model.';
  if (lengths['size'] === 0) return 'The chosen models have no size in common. Choose fewer models.';
  if (lengths['length'] === 0) return 'The chosen models have no length in common. Choose fewer models.';
  if (draft.reference && misfitsOf(draft.reference, draft.sizes).length === draft.sizes.length) {
    return 'The reference picture fits no chosen size: no clip could begin with it.';
  }
  if (draft.paired && Object.values(lengths).some((count) => count !== 1 && count !== renders)) {
    return 'To pair in order, every list needs the same number of entries, or a single one for all.';
  }
  if (renders > VARIANTS_MAX) {
    return `These choices make ${formatCount(renders)} renders; a campaign holds at most ${formatCount(VARIANTS_MAX)}. Take out prompts, presets or sizes, or split the campaign.`;
  }
  return null;
}

/** `40 × 4 × 2 = 320 renders, $128.00`. */
export function equation({ factors, renders, micros }: Pick<Estimate, 'factors' | 'renders' | 'micros'>): string {
  const product = factors.map(({ count }) => formatCount(count)).join(' × ');
  const price = micros === null ? 'no price known' : formatMicros(micros);
  const lead = factors.length > 1 ? `${product} = ` : '';
  return `${lead}${formatCount(renders)} ${renders === 1 ? 'render' : 'renders'}, ${price}`;
}
