import { CAMPAIGN_NAME_CHARS_MAX, IMPORT_FIELD_CHARS_MAX, PROMPT_KEY_CHARS_MAX, type Slots } from '@dailies/schema';
import type { CatalogModel } from '../catalog/catalog.store.ts';
import type { Brief, MatrixShape } from '../db/tables/campaigns.table.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { checkPromptText, nameOfPrompt, type PromptSource } from './compile-prompts.ts';
import { shapeOf } from './matrix.rules.ts';
import { PromptInvalid, UnknownModel, UnknownPreset, UnknownSeconds, UnknownSize } from './refusals.ts';

/** Values of one axis that a brief may list; the matrix limit bites long before. */
const AXIS_VALUES_MAX = 1_000;

export type BriefAxes = Pick<Brief, 'modelIds' | 'sizes' | 'seconds' | 'presetIds' | 'axisMode'>;

/** What the catalogue and the library know of a brief's choices. */
export interface KnownChoices {
  models: readonly Pick<CatalogModel, 'id' | 'name' | 'sizes' | 'seconds'>[];
  presetIds: ReadonlySet<string>;
}

/** Crossed axes list a value once; paired axes may repeat it. */
export function normaliseBrief(brief: Brief): Brief {
  if (brief.axisMode === 'zip') return brief;
  const once = <Value>(values: readonly Value[]) => [...new Set(values)];
  return {
    ...brief,
    modelIds: once(brief.modelIds),
    sizes: once(brief.sizes),
    seconds: once(brief.seconds),
    presetIds: once(brief.presetIds),
  };
}

/** Throws UnknownModel, UnknownPreset, UnknownSize or UnknownSeconds for a choice that can not be rendered, InputInvalid for a list too long. */
export function checkChoices(brief: BriefAxes, known: KnownChoices): void {
  for (const axis of ['modelIds', 'sizes', 'seconds', 'presetIds'] as const) {
    if (brief[axis].length > AXIS_VALUES_MAX) throw new InputInvalid(axis, `At most ${AXIS_VALUES_MAX} values can be listed here.`);
  }
  const models = brief.modelIds.map((id) => {
    const model = known.models.find((one) => one.id === id);
    if (!model) throw new UnknownModel('This model is not in the catalogue. Choose one of the models listed there.');
    return model;
  });
  const preset = brief.presetIds.find((id) => id !== null && !known.presetIds.has(id));
  if (preset) throw new UnknownPreset('This preset is not in your library. It may have been removed; choose another.');
  for (const [model, size] of pairsOf(brief.axisMode, models, brief.sizes)) checkSize(model, size);
  for (const [model, seconds] of pairsOf(brief.axisMode, models, brief.seconds)) checkSeconds(model, seconds);
}

/** The matrix of a brief that is ready to plan. Throws InputInvalid where an axis is empty, TooManyVariants. */
export function checkReadyToPlan(brief: BriefAxes, promptCount: number): MatrixShape {
  const needed = [
    ['prompts', promptCount, 'Add at least one prompt before planning.'],
    ['modelIds', brief.modelIds.length, 'Choose a model before planning.'],
    ['sizes', brief.sizes.length, 'Choose a size before planning.'],
    ['seconds', brief.seconds.length, 'Choose a length before planning.'],
  ] as const;
  for (const [field, count, sentence] of needed) if (count === 0) throw new InputInvalid(field, sentence);
  return shapeOfBrief(brief, promptCount);
}

/** The matrix of a brief and its prompts; an empty preset list renders prompts as written. Throws TooManyVariants, InputInvalid. */
export function shapeOfBrief(brief: BriefAxes, promptCount: number): MatrixShape {
  return shapeOf(brief.axisMode, {
    prompts: promptCount,
    presets: Math.max(1, brief.presetIds.length),
    models: brief.modelIds.length,
    sizes: brief.sizes.length,
    seconds: brief.seconds.length,
  });
}

/** Throws InputInvalid unless it is a name of 1 to 200 characters. */
export function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new InputInvalid('name', 'Give the campaign a name.');
  if (trimmed.length > CAMPAIGN_NAME_CHARS_MAX) throw new InputInvalid('name', `A name has at most ${CAMPAIGN_NAME_CHARS_MAX} characters.`);
  if (!isPlainText(trimmed)) throw new InputInvalid('name', 'The name contains a broken character. Type it again.');
  return trimmed;
}

/** Throws InputInvalid for a template that can not be stored. */
export function checkTemplate(template: Slots | null): void {
  for (const [slot, text] of Object.entries(template ?? {})) {
    if (text.length > IMPORT_FIELD_CHARS_MAX)
      throw new InputInvalid('template', `The ${slot} of the template is longer than 32,000 characters.`);
    if (!isPlainText(text)) throw new InputInvalid('template', `The ${slot} of the template contains a broken character. Type it again.`);
  }
}

/** Throws PromptInvalid for a prompt that can not be stored: a key, slot or variable too long or broken, or no words without a template. */
export function checkPromptSource(prompt: PromptSource, hasTemplate: boolean): void {
  const refuse = (what: string) =>
    new PromptInvalid(`${nameOfPrompt({ ...prompt, key: null })} can not be used: ${what}.`, { number: prompt.n + 1, key: null });
  if (prompt.key !== null) {
    if (!isPlainText(prompt.key)) throw refuse('its key contains a broken character');
    if (prompt.key.trim() === '') throw refuse('its key is empty');
    if (prompt.key.length > PROMPT_KEY_CHARS_MAX) throw refuse(`its key is longer than ${PROMPT_KEY_CHARS_MAX} characters`);
  }
  for (const [name, value] of Object.entries(prompt.variables)) {
    if (!isPlainText(name) || !isPlainText(value)) throw refuse('a variable contains a NUL or a broken character');
    if (name.length > PROMPT_KEY_CHARS_MAX) throw refuse(`the name of a variable is longer than ${PROMPT_KEY_CHARS_MAX} characters`);
    if (value.length > IMPORT_FIELD_CHARS_MAX) throw refuse(`the value of {{${name}}} is longer than 32,000 characters`);
  }
  const words = Object.values(prompt.slots);
  for (const text of words) if (text.trim() !== '') checkPromptText(text, prompt, null);
  if (!hasTemplate && words.every((text) => text.trim() === '')) checkPromptText('', prompt, null);
}

/** Throws PromptInvalid when two prompts share a key. */
export function checkUniqueKeys(prompts: readonly PromptSource[]): void {
  const firsts = new Map<string, number>();
  for (const { key, n } of prompts) {
    if (key === null) continue;
    const first = firsts.get(key);
    if (first !== undefined) {
      throw new PromptInvalid(`Prompts ${first + 1} and ${n + 1} have the same key “${key}”. Keys must differ.`, { number: n + 1, key });
    }
    firsts.set(key, n);
  }
}

/** Text a database and a provider can hold: no NUL, no half character. */
export function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function checkSize(model: KnownChoices['models'][number], size: string): void {
  const offered = model.sizes.map((one) => one.size);
  if (!offered.includes(size)) throw new UnknownSize(`${model.name} does not render ${shown(size)}. It renders ${offered.join(', ')}.`);
}

function checkSeconds(model: KnownChoices['models'][number], seconds: number): void {
  if (model.seconds.includes(seconds)) return;
  throw new UnknownSeconds(`${model.name} does not render ${seconds} s. It renders ${model.seconds.map((one) => `${one} s`).join(', ')}.`);
}

/** Only the first characters of what was sent: it may be anything. */
function shown(size: string): string {
  return `“${size.slice(0, 20)}”`;
}

function* pairsOf<A, B>(mode: Brief['axisMode'], left: readonly A[], right: readonly B[]): Generator<[A, B]> {
  if (mode === 'cross') {
    for (const a of left) for (const b of right) yield [a, b];
    return;
  }
  const length = Math.max(left.length, right.length);
  for (let place = 0; place < length; place += 1) {
    const a = left.length === 1 ? left[0] : left[place];
    const b = right.length === 1 ? right[0] : right[place];
    if (a !== undefined && b !== undefined) yield [a, b];
  }
}
