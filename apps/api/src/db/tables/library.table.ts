import type { Slots } from '@dailies/schema';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface PresetPacksTable {
  id: string;
  workspace_id: string | null;
  key: string;
  name: string;
  description: string;
  position: number;
}
export type PresetPackRow = Selectable<PresetPacksTable>;

export interface PresetsTable {
  id: string;
  workspace_id: string | null;
  pack_id: string;
  key: string;
  name: string;
  description: string;
  position: number;
}
export type PresetRow = Selectable<PresetsTable>;

export interface PresetVersionsTable {
  id: string;
  preset_id: string;
  version: number;
  slots: JSONColumnType<Slots>;
  created_at: Generated<Date>;
}
export type PresetVersionRow = Selectable<PresetVersionsTable>;

export interface PromptTemplatesTable {
  id: string;
  workspace_id: string | null;
  key: string;
  name: string;
  slots: JSONColumnType<Slots>;
  created_at: Generated<Date>;
}
export type PromptTemplateRow = Selectable<PromptTemplatesTable>;
