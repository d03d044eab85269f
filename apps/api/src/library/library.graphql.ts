import { SLOTS, type Slot, type Slots } from '@dailies/schema';
import { builder } from '../graphql/builder.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { SlotEnum } from '../graphql/enums.ts';
import { PresetPackRef, PresetRef, PromptTemplateRef, SlotTextRef } from '../graphql/refs.ts';
import { listPacks, listPresetsByIds, listPresetsByVersionIds, listPresetsOfPacks, listTemplates } from './library.store.ts';

/** Presets at their latest version, by id. */
export const presetLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listPresetsByIds(deps.db, actor.workspaceId, ids), 'id'),
);
/** Presets as they were frozen into variants, by version id. */
export const presetVersionLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listPresetsByVersionIds(deps.db, actor.workspaceId, ids), 'version_id'),
);
const presetsOfPackLoader = defineLoader(async (packIds: readonly string[], { deps, actor }) =>
  Map.groupBy(await listPresetsOfPacks(deps.db, actor.workspaceId, packIds), (preset) => preset.pack_id),
);

/** A slot map as the API shows it: filled slots in compile order. */
export function slotTexts(slots: Slots): { slot: Slot; text: string }[] {
  return SLOTS.flatMap((slot) => (slots[slot] ? [{ slot, text: slots[slot] }] : []));
}

SlotTextRef.implement({
  description: 'One slot of a prompt, and the text in it.',
  fields: (t) => ({ slot: t.expose('slot', { type: SlotEnum }), text: t.exposeString('text') }),
});

builder.node(PresetRef, {
  description: 'A look or move chosen by name: fragments for slots of the prompt.',
  id: { resolve: (preset) => preset.id },
  loadMany: (ids: string[], context) => presetLoader(context).loadMany(ids),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Stable, for programs and the command line.' }),
    name: t.exposeString('name'),
    description: t.exposeString('description'),
    version: t.exposeInt('version', { description: 'Grows when the fragments change; a cell keeps the version it was planned with.' }),
    slots: t.field({ type: [SlotTextRef], resolve: (preset) => slotTexts(preset.slots) }),
  }),
});

builder.node(PresetPackRef, {
  description: 'Presets that belong together.',
  id: { resolve: (pack) => pack.id },
  loadMany: async (ids: string[], { deps, actor }) => {
    const packs = keyBy(await listPacks(deps.db, actor.workspaceId), 'id');
    return ids.map((id) => packs.get(id) ?? null);
  },
  fields: (t) => ({
    key: t.exposeString('key'),
    name: t.exposeString('name'),
    description: t.exposeString('description'),
    presets: t.field({
      type: [PresetRef],
      resolve: async (pack, _args, context) => (await presetsOfPackLoader(context).load(pack.id)) ?? [],
    }),
  }),
});

builder.node(PromptTemplateRef, {
  description: 'A prompt with its slots laid out; `{{names}}` are filled from the columns of a feed.',
  id: { resolve: (template) => template.id },
  loadMany: async (ids: string[], { deps, actor }) => {
    const templates = keyBy(await listTemplates(deps.db, actor.workspaceId), 'id');
    return ids.map((id) => templates.get(id) ?? null);
  },
  fields: (t) => ({
    key: t.exposeString('key'),
    name: t.exposeString('name'),
    slots: t.field({ type: [SlotTextRef], resolve: (template) => slotTexts(template.slots) }),
  }),
});

builder.queryFields((t) => ({
  presets: t.field({
    type: [PresetPackRef],
    description: 'Every preset you can choose, in packs.',
    resolve: (_root, _args, { deps, actor }) => listPacks(deps.db, actor.workspaceId),
  }),
  promptTemplates: t.field({
    type: [PromptTemplateRef],
    description: 'Prompts to start from.',
    resolve: (_root, _args, { deps, actor }) => listTemplates(deps.db, actor.workspaceId),
  }),
}));
