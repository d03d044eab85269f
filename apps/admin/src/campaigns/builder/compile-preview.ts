import { compilePrompt, fillVariables, mergeSlots, SLOTS, variablesOf, type Slots } from '@dailies/schema';
import { highlightFragments, type PromptPiece } from '../inspector/highlight.ts';
import type { DraftPrompt } from './draft.ts';

export interface Preview {
  text: string;
  /** The same text, cut where the preset's words stand. */
  pieces: PromptPiece[];
  /** Variables without a value. */
  missing: string[];
}

/**
 * The text that would be sent for one prompt under one preset (null: as written). The template gives the slots a prompt leaves open; a
 * template that says `{{prompt}}` places the prompt's text itself. The API compiles by the same rule when it plans.
 */
export function compilePreview(prompt: DraftPrompt, template: Slots | null, preset: Slots | null): Preview {
  const values = valuesOf(prompt);
  const missing = new Set<string>();
  const filled = (slots: Slots): Slots =>
    Object.fromEntries(
      SLOTS.flatMap((slot) => {
        const words = slots[slot];
        if (words === undefined) return [];
        const { text, missing: unknown } = fillVariables(words, values);
        for (const name of unknown) missing.add(name);
        return [[slot, text]];
      }),
    );
  const added = preset ? filled(preset) : {};
  const text = compilePrompt(mergeSlots(filled(ownSlots(prompt, template)), added));
  const fragments = SLOTS.flatMap((slot) => (added[slot] === undefined ? [] : [{ slot, text: added[slot] }]));
  return { text, pieces: highlightFragments(text, fragments), missing: [...missing] };
}

function ownSlots(prompt: DraftPrompt, template: Slots | null): Slots {
  if (!template) return prompt.slots;
  const placesPrompt = SLOTS.some((slot) => variablesOf(template[slot] ?? '').includes('prompt'));
  const { scene: _placed, ...others } = prompt.slots;
  return { ...template, ...(placesPrompt ? others : prompt.slots) };
}

function valuesOf({ key, slots, variables }: DraftPrompt): Record<string, string> {
  return { ...(slots.scene !== undefined && { prompt: slots.scene }), ...(key !== null && { key }), ...variables };
}

/** Names that may stand in a template: those every shown prompt has a value for. */
export function knownVariables(prompts: readonly DraftPrompt[]): string[] {
  const [first, ...others] = prompts;
  if (!first) return ['prompt'];
  return Object.keys(valuesOf(first)).filter((name) => others.every((prompt) => name in valuesOf(prompt)));
}
