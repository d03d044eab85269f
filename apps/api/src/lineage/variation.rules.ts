import type { Slot, Slots } from '@dailies/schema';
import type { BriefInput, PromptInput } from '../campaign/create-campaign.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { namesOnce, type SourceCell } from './promotion.rules.ts';

/** The one thing that changes: exactly one of these lists. */
export interface VariationWish {
  slot?: { slot: Slot; texts: readonly string[] } | null | undefined;
  presetIds?: readonly string[] | null | undefined;
  sizes?: readonly string[] | null | undefined;
  seconds?: readonly number[] | null | undefined;
  modelIds?: readonly string[] | null | undefined;
}

export type Variation = Required<Pick<BriefInput, 'modelIds' | 'sizes' | 'seconds' | 'presetIds'>> & { prompts: PromptInput[] };

/** A cell's words slot by slot: with the preset it was rendered under, and before it. */
export interface VariedWords {
  whole: Slots;
  withoutPreset: Slots;
}

/**
 * A campaign in which one thing differs from a cell and all else stays (the cheapest way to learn what helps: the guide's "change one
 * variable at a time"). Other presets take the place of the cell's own. Throws InputInvalid unless exactly one thing changes, and to
 * something that the cell has not.
 */
export function variationOf(cell: SourceCell, words: VariedWords, wish: VariationWish): Variation {
  const asked = (['slot', 'presetIds', 'sizes', 'seconds', 'modelIds'] as const).filter((axis) => isGiven(wish[axis]));
  if (asked.length !== 1) {
    throw new InputInvalid(
      asked[1] ?? 'slot',
      asked.length === 0
        ? 'Say what shall change: one slot, the preset, the size, the length or the model.'
        : 'Change one thing at a time, so that you can tell what made the difference. Make another variation for the rest.',
    );
  }
  if (!differs(asked[0]!, cell, words, wish)) {
    throw new InputInvalid(asked[0]!, 'This is what the cell has already. Choose a value that differs from its own.');
  }
  const base = `${cell.promptKey ?? `prompt-${cell.promptN + 1}`}${cell.presetKey === null ? '' : `/${cell.presetKey}`}`;
  const same = { modelIds: [cell.modelId], sizes: [cell.size], seconds: [cell.seconds], presetIds: [] };
  if (wish.slot && asked[0] === 'slot') {
    const { slot, texts } = wish.slot;
    const distinct = [...new Set(texts.map((text) => text.trim()))];
    const names = namesOnce(distinct.map((_text, n) => `${base} ${slot} ${n + 1}`));
    return { ...same, prompts: distinct.map((text, n) => asValues({ ...words.whole, [slot]: text }, names[n]!)) };
  }
  const prompt = asValues(asked[0] === 'presetIds' ? words.withoutPreset : words.whole, base);
  return {
    modelIds: wish.modelIds?.length ? wish.modelIds : same.modelIds,
    sizes: wish.sizes?.length ? wish.sizes : same.sizes,
    seconds: wish.seconds?.length ? wish.seconds : same.seconds,
    presetIds: wish.presetIds?.length ? wish.presetIds : same.presetIds,
    prompts: [prompt],
  };
}

function differs(axis: keyof VariationWish, cell: SourceCell, { whole }: VariedWords, wish: VariationWish): boolean {
  switch (axis) {
    case 'slot':
      return wish.slot!.texts.some((text) => text.trim() !== (whole[wish.slot!.slot] ?? '').trim());
    case 'presetIds':
      return wish.presetIds!.some((id) => id !== cell.presetId);
    case 'sizes':
      return wish.sizes!.some((size) => size !== cell.size);
    case 'seconds':
      return wish.seconds!.some((seconds) => seconds !== cell.seconds);
    case 'modelIds':
      return wish.modelIds!.some((id) => id !== cell.modelId);
  }
}

/** Words that hold braces travel as values: they were filled once and are no template any more. */
function asValues(slots: Slots, key: string): PromptInput {
  const entries = Object.entries(slots).filter(([, text]) => text !== '');
  const braced = entries.filter(([, text]) => text.includes('{{'));
  return {
    key,
    slots: Object.fromEntries(entries.map(([slot, text]) => [slot, text.includes('{{') ? `{{${slot}}}` : text])),
    variables: Object.fromEntries(braced),
  };
}

function isGiven(value: VariationWish[keyof VariationWish]): boolean {
  if (value == null) return false;
  return 'texts' in value ? value.texts.some((text) => text.trim() !== '') : value.length > 0;
}
