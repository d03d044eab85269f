import { compilePrompt, fillVariables, mergeSlots, PROMPT_CHARS_MAX, promptFault, SLOTS, type Slots } from '@dailies/schema';
import type { PromptRow } from '../db/tables/campaigns.table.ts';
import { PromptInvalid, UnknownVariable } from './refusals.ts';

export type PromptSource = Pick<PromptRow, 'n' | 'key' | 'slots' | 'variables'>;

/** A preset's words as one version froze them. */
export interface PresetFragment {
  name: string;
  slots: Slots;
}

/**
 * The text sent for one prompt under one preset (null: as written). The template gives the slots a prompt leaves open; a template that says
 * `{{prompt}}` places the prompt's text itself. Variables are filled once: a value is never read as a template.
 * Throws UnknownVariable, PromptInvalid.
 */
export function compileVariantPrompt(prompt: PromptSource, template: Slots | null, preset: PresetFragment | null): string {
  const text = compilePrompt(compileSlots(prompt, template, preset));
  checkPromptText(text, prompt, preset?.name ?? null);
  return text;
}

/** The same slot by slot, before the slots are joined. Throws UnknownVariable. */
export function compileSlots(prompt: PromptSource, template: Slots | null, preset: PresetFragment | null): Slots {
  const own = ownSlots(prompt, template);
  const missing = new Set<string>();
  const filled = (slots: Slots): Slots => {
    const entries = SLOTS.flatMap((slot) => {
      const words = slots[slot];
      if (words === undefined) return [];
      const { text, missing: unknown } = fillVariables(words, valuesOf(prompt));
      for (const name of unknown) missing.add(name);
      return [[slot, text]];
    });
    return Object.fromEntries(entries) as Slots;
  };
  const slots = mergeSlots(filled(own), preset ? filled(preset.slots) : {});
  if (missing.size > 0) throw unknownVariable(prompt, [...missing]);
  return slots;
}

/** Throws PromptInvalid when a text can not be sent. */
export function checkPromptText(text: string, prompt: { n: number; key: string | null }, presetName: string | null): void {
  const fault = promptFault(text, PROMPT_CHARS_MAX);
  if (!fault) return;
  const because = {
    empty: 'it is empty. Write what the video shows',
    nul: 'it contains a NUL character. Type or paste it again as plain text',
    lone_surrogate: 'it contains a broken character (half of an emoji, perhaps). Type or paste it again',
    too_long: `it has ${text.length.toLocaleString('en-US')} characters; at most ${PROMPT_CHARS_MAX.toLocaleString('en-US')} can be sent. Shorten it`,
  }[fault];
  const under = presetName === null ? '' : ` with the preset “${presetName}”`;
  throw new PromptInvalid(`${nameOfPrompt(prompt)}${under} can not be rendered: ${because}.`, { number: prompt.n + 1, key: prompt.key });
}

/** `Prompt 3 (spring-02)`: how sentences name a prompt. */
export function nameOfPrompt(prompt: { n: number; key: string | null }): string {
  return `Prompt ${prompt.n + 1}${prompt.key === null ? '' : ` (${prompt.key})`}`;
}

/** The words a prompt brings, template included and variables as they stand: what its twin would repeat. */
export function wordsOf(prompt: PromptSource): string {
  const variables = Object.entries(prompt.variables).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([SLOTS.map((slot) => prompt.slots[slot] ?? null), variables]);
}

function ownSlots(prompt: PromptSource, template: Slots | null): Slots {
  if (!template) return prompt.slots;
  const placesPrompt = SLOTS.some((slot) => fillVariables(template[slot] ?? '', {}).missing.includes('prompt'));
  const { scene: _placed, ...others } = prompt.slots;
  return { ...template, ...(placesPrompt ? others : prompt.slots) };
}

function valuesOf(prompt: PromptSource): Record<string, string> {
  const scene = prompt.slots.scene;
  return { ...(scene === undefined ? {} : { prompt: scene }), ...(prompt.key === null ? {} : { key: prompt.key }), ...prompt.variables };
}

function unknownVariable(prompt: PromptSource, names: string[]): UnknownVariable {
  const list = names.map((name) => `{{${name}}}`).join(', ');
  const known = Object.keys(valuesOf(prompt)).map((name) => `{{${name}}}`);
  const has = known.length > 0 ? `It has ${known.slice(0, 20).join(', ')}` : 'It has no variables';
  return new UnknownVariable(
    `${nameOfPrompt(prompt)} uses ${list}, but no value is given for it. ${has}; add the value or correct the name.`,
    names,
  );
}
