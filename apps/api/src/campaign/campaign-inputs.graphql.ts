import type { Slot, Slots } from '@dailies/schema';
import { builder, type SchemaTypes } from '../graphql/builder.ts';
import { AxisModeEnum, CampaignPurposeEnum, SlotEnum } from '../graphql/enums.ts';
import { findLocalId } from '../graphql/global-id.ts';
import type { BriefInput, PromptInput } from './create-campaign.ts';
import type { PromptEdit } from './edit-prompts.ts';

const SlotTextInput = builder.inputType('SlotTextInput', {
  fields: (t) => ({ slot: t.field({ type: SlotEnum, required: true }), text: t.string({ required: true }) }),
});

const VariableInput = builder.inputType('VariableInput', {
  fields: (t) => ({ name: t.string({ required: true }), value: t.string({ required: true }) }),
});

const PromptInputType = builder.inputType('PromptInput', {
  description: 'One prompt: free text (the slot SCENE), or its slots one by one.',
  fields: (t) => ({
    key: t.string({ description: 'Your own name for it; unique in the campaign.' }),
    text: t.string(),
    slots: t.field({ type: [SlotTextInput] }),
    variables: t.field({ type: [VariableInput], description: 'Values for `{{name}}`.' }),
  }),
});

const briefFields = (t: PothosSchemaTypes.InputFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, 'InputObject'>) => ({
  modelIds: t.idList(),
  sizes: t.stringList({ description: 'WIDTHxHEIGHT in pixels, from the catalogue.' }),
  seconds: t.intList({ description: 'Lengths, from the catalogue.' }),
  presetIds: t.field({
    type: ['ID'],
    required: { list: false, items: false },
    description: 'A null member stands for prompts as written; no member means the same.',
  }),
  referenceId: t.id({ description: 'The picture every render starts from; null for none.' }),
  axisMode: t.field({ type: AxisModeEnum, description: 'CROSS unless said otherwise.' }),
  audio: t.boolean({ description: 'Silent unless asked.' }),
  reuse: t.boolean({ description: 'Whether an identical earlier clip may serve.' }),
  template: t.field({ type: [SlotTextInput], description: 'Gives the slots a prompt leaves open; an empty list removes it.' }),
  prompts: t.field({ type: [PromptInputType] }),
});

const PromptEditInput = builder.inputType('PromptEditInput', {
  description: 'Other words for one prompt; what is left out stays.',
  fields: (t) => ({
    n: t.int({ required: true, description: 'Its number, from 0, as `Prompt.n` says.' }),
    slots: t.field({ type: [SlotTextInput], description: 'All its slots anew.' }),
    variables: t.field({ type: [VariableInput], description: 'All its values anew.' }),
  }),
});

export const EditPromptsInput = builder.inputType('EditPromptsInput', {
  fields: (t) => ({ campaignId: t.id({ required: true }), prompts: t.field({ type: [PromptEditInput], required: true }) }),
});

/** Edits as they were sent, in the words of this room. */
export function readPromptEdits(edits: (typeof EditPromptsInput.$inferInput)['prompts']): PromptEdit[] {
  return edits.map(({ n, slots, variables }) => ({
    n,
    slots: slots ? slotsOf(slots) : null,
    variables: variables ? valuesOf(variables) : null,
  }));
}

export const CreateCampaignInput = builder.inputType('CreateCampaignInput', {
  description: 'What is left out may come later, by `updateCampaign` or `importPrompts`.',
  fields: (t) => ({
    name: t.string({ required: true }),
    purpose: t.field({ type: CampaignPurposeEnum, description: 'FINAL unless said otherwise.' }),
    ...briefFields(t),
  }),
});

export const UpdateCampaignInput = builder.inputType('UpdateCampaignInput', {
  description: 'What is left out stays as it is; `prompts` replaces all.',
  fields: (t) => ({ campaignId: t.id({ required: true }), name: t.string(), ...briefFields(t) }),
});

type BriefArgs = Omit<typeof UpdateCampaignInput.$inferInput, 'campaignId' | 'name'>;

/** What the API was sent, in the words of this room. An id of another kind stays as it came: the rules name it unknown. */
export function readBriefArgs(args: BriefArgs): BriefInput & { prompts: PromptInput[] | null } {
  const { modelIds, presetIds, referenceId, template, prompts, ...rest } = args;
  return {
    ...rest,
    modelIds: modelIds?.map((id) => findLocalId('Model', id) ?? id) ?? null,
    presetIds: presetIds?.map((id) => (id == null ? null : (findLocalId('Preset', id) ?? id))) ?? null,
    ...(referenceId === undefined ? {} : { referenceId: referenceId && (findLocalId('Reference', referenceId) ?? referenceId) }),
    ...(template ? { template: template.length > 0 ? slotsOf(template) : null } : {}),
    prompts:
      prompts?.map(({ slots, variables, ...prompt }) => ({
        ...prompt,
        slots: slots ? slotsOf(slots) : null,
        variables: valuesOf(variables ?? []),
      })) ?? null,
  };
}

function slotsOf(texts: readonly { slot: Slot; text: string }[]): Slots {
  return Object.fromEntries(texts.map(({ slot, text }) => [slot, text]));
}

function valuesOf(variables: readonly { name: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}
