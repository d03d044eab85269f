import type { ReferenceRole, Slots } from '@dailies/schema';
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

/** A picture that guides renders: the object in the bucket is written once, the row tells what it is. */
export interface ReferenceImagesTable {
  id: string;
  workspace_id: string;
  name: string;
  role: ReferenceRole;
  content_type: 'image/jpeg' | 'image/png' | 'image/webp';
  bytes: number;
  /** Pixels. */
  width: number;
  height: number;
  sha256: Buffer;
  object_key: string;
  created_by: string;
  created_at: Generated<Date>;
  /** Hidden from the library; campaigns that use it go on. */
  archived_at: Date | null;
}
export type ReferenceImageRow = Selectable<ReferenceImagesTable>;
