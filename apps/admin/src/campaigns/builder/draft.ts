import { SLOTS, type Slots } from '@dailies/schema';
import type { ReferencePicture } from '../reference-picture.ts';
import type { Choices } from './choices.ts';
import { chosenModels, offeredSeconds, offeredSizes } from './choices.ts';
import { splitPrompts, type SplitBy } from './split-prompts.ts';

/** One prompt as the builder shows it. */
export interface DraftPrompt {
  key: string | null;
  slots: Slots;
  variables: Readonly<Record<string, string>>;
}

/** Prompts as pasted here, or as the server holds them (imported, or saved before). */
export type DraftPrompts =
  | { kind: 'pasted'; text: string; splitBy: SplitBy }
  | { kind: 'kept'; count: number; sample: readonly DraftPrompt[]; from: string | null };

/** A campaign on the desk: everything a producer chooses before there is a plan. */
export interface Draft {
  name: string;
  prompts: DraftPrompts;
  template: Slots;
  /** null stands for "as written". */
  presetIds: readonly (string | null)[];
  modelIds: readonly string[];
  sizes: readonly string[];
  seconds: readonly number[];
  /** The picture every clip begins with; null for none. */
  reference: ReferencePicture | null;
  audio: boolean;
  reuse: boolean;
  paired: boolean;
}

/** A new campaign with one sensible choice of everything, so that the price stands from the first prompt on. */
export function newDraft(choices: Choices): Draft {
  const model = choices.catalog.models.find(({ retired }) => !retired);
  return {
    name: '',
    prompts: { kind: 'pasted', text: '', splitBy: 'line' },
    template: {},
    presetIds: [null],
    modelIds: model ? [model.id] : [],
    sizes: model ? model.sizes.slice(0, 1).map(({ size }) => size) : [],
    seconds: model ? model.seconds.slice(0, 1) : [],
    reference: null,
    audio: false,
    reuse: true,
    paired: false,
  };
}

/** The same draft without choices that the chosen models do not offer. */
export function settleDraft(draft: Draft, choices: Choices): Draft {
  const models = chosenModels(choices, draft.modelIds);
  const [sizes, seconds] = [offeredSizes(models), offeredSeconds(models)];
  return {
    ...draft,
    modelIds: draft.modelIds.filter((id) => models.some((model) => model.id === id)),
    sizes: orFirst(
      draft.paired ? draft.sizes.filter((size) => sizes.includes(size)) : sizes.filter((size) => draft.sizes.includes(size)),
      sizes,
    ),
    seconds: orFirst(
      draft.paired ? draft.seconds.filter((each) => seconds.includes(each)) : seconds.filter((each) => draft.seconds.includes(each)),
      seconds,
    ),
  };
}

function orFirst<Value>(kept: readonly Value[], offered: readonly Value[]): readonly Value[] {
  return kept.length > 0 ? kept : offered.slice(0, 1);
}

/** How many prompts the draft has. */
export function promptCount(prompts: DraftPrompts): number {
  return prompts.kind === 'kept' ? prompts.count : splitPrompts(prompts.text, prompts.splitBy).length;
}

/** The first prompts of the draft, to look at. */
export function samplePrompts(prompts: DraftPrompts): readonly DraftPrompt[] {
  if (prompts.kind === 'kept') return prompts.sample;
  return splitPrompts(prompts.text, prompts.splitBy).map((scene) => ({ key: null, slots: { scene }, variables: {} }));
}

/** The slots of a template that say something; null when none does. */
export function filledTemplate(template: Slots): Slots | null {
  const filled = SLOTS.filter((slot) => template[slot]?.trim());
  return filled.length === 0 ? null : Object.fromEntries(filled.map((slot) => [slot, template[slot]!.trim()]));
}
