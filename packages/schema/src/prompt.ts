/**
 * A prompt is compiled from slots. Free text is the slot `scene`; a preset adds fragments to slots; the compile order is the slot order.
 */
export const SLOTS = ['scene', 'action', 'camera', 'lighting', 'style', 'constraints', 'audio'] as const;
export type Slot = (typeof SLOTS)[number];
export type Slots = Partial<Record<Slot, string>>;

const VARIABLE_PATTERN = /\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu;

/** Names used as `{{name}}` in a text, in order of first use. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE_PATTERN)].map((match) => match[1]!))];
}

/** Replaces every `{{name}}` by its value; a name without a value is answered in `missing` and left as it stands. */
export function fillVariables(text: string, values: Readonly<Record<string, string>>): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const filled = text.replace(VARIABLE_PATTERN, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) missing.add(name);
    return value ?? whole;
  });
  return { text: filled, missing: [...missing] };
}

/** Two slot maps as one: the preset's fragment follows the prompt's own words in the same slot. */
export function mergeSlots(base: Slots, preset: Slots): Slots {
  const merged: Slots = {};
  for (const slot of SLOTS) {
    const parts = [base[slot], preset[slot]].map((part) => part?.trim()).filter((part) => part);
    if (parts.length > 0) merged[slot] = joinSentences(parts as string[]);
  }
  return merged;
}

/** The text sent to the provider: the slots in slot order, each a sentence of its own. */
export function compilePrompt(slots: Slots): string {
  return joinSentences(SLOTS.map((slot) => slots[slot]?.trim() ?? '').filter((part) => part !== ''));
}

const SENTENCE_END = /[.!?…。！？;；:：]["'”’」』)\]]?$/u;
const CJK_END = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}。！？；：、，」』]$/u;

function joinSentences(parts: string[]): string {
  return parts.reduce((text, part) => {
    if (text === '') return part;
    const chinese = CJK_END.test(text);
    const stop = SENTENCE_END.test(text) ? '' : chinese ? '。' : '.';
    return `${text}${stop}${chinese ? '' : ' '}${part}`;
  }, '');
}

export type PromptFault = 'empty' | 'too_long' | 'nul' | 'lone_surrogate';

/** Why a text can not be sent as a prompt, or null. `charsMax` counts UTF-16 units. */
export function promptFault(text: string, charsMax: number): PromptFault | null {
  if (text.includes('\0')) return 'nul';
  if (!text.isWellFormed()) return 'lone_surrogate';
  if (text.trim() === '') return 'empty';
  return text.length > charsMax ? 'too_long' : null;
}
