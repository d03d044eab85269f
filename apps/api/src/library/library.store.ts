import type { Slots } from '@dailies/schema';
import type { Db, Trx } from '../db/database.ts';
import type { PresetPackRow, PresetRow, PresetVersionRow, PromptTemplateRow } from '../db/tables/library.table.ts';

/** A preset at one of its versions. */
export type VersionedPreset = PresetRow & Pick<PresetVersionRow, 'version' | 'slots'> & { version_id: string };

/** Every read is scoped: what ships with the product (no workspace) and what the workspace made itself. */
const presetsOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('presets')
    .innerJoin('preset_versions', 'preset_versions.preset_id', 'presets.id')
    .selectAll('presets')
    .select(['preset_versions.id as version_id', 'preset_versions.version', 'preset_versions.slots'])
    .where((is) => is.or([is('presets.workspace_id', 'is', null), is('presets.workspace_id', '=', workspaceId)]));

const latestPresetsOf = (db: Db, workspaceId: string) =>
  presetsOf(db, workspaceId).distinctOn('presets.id').orderBy('presets.id').orderBy('preset_versions.version', 'desc');

/** Presets at their latest version, in no order; what is unknown to the workspace is left out. */
export async function listPresetsByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<VersionedPreset[]> {
  return ids.length === 0 ? [] : await latestPresetsOf(db, workspaceId).where('presets.id', 'in', ids).execute();
}

/** Presets at their latest version, in no order. Where the workspace made one with a built-in's key, both are answered. */
export async function listPresetsByKeys(db: Db, workspaceId: string, keys: readonly string[]): Promise<VersionedPreset[]> {
  return keys.length === 0 ? [] : await latestPresetsOf(db, workspaceId).where('presets.key', 'in', keys).execute();
}

/** Presets as they were frozen, by version id. */
export async function listPresetsByVersionIds(db: Db, workspaceId: string, versionIds: readonly string[]): Promise<VersionedPreset[]> {
  return versionIds.length === 0 ? [] : await presetsOf(db, workspaceId).where('preset_versions.id', 'in', versionIds).execute();
}

/** Packs in the order they are shown: the workspace's own last. */
export async function listPacks(db: Db, workspaceId: string): Promise<PresetPackRow[]> {
  return await db
    .selectFrom('preset_packs')
    .selectAll()
    .where((is) => is.or([is('workspace_id', 'is', null), is('workspace_id', '=', workspaceId)]))
    .orderBy('workspace_id', (order) => order.asc().nullsFirst())
    .orderBy('position')
    .execute();
}

/** The presets of packs at their latest version, in the order they are shown. */
export async function listPresetsOfPacks(db: Db, workspaceId: string, packIds: readonly string[]): Promise<VersionedPreset[]> {
  const presets = await latestPresetsOf(db, workspaceId).where('presets.pack_id', 'in', packIds).execute();
  return presets.toSorted((one, other) => one.position - other.position);
}

export async function listTemplates(db: Db, workspaceId: string): Promise<PromptTemplateRow[]> {
  return await db
    .selectFrom('prompt_templates')
    .selectAll()
    .where((is) => is.or([is('workspace_id', 'is', null), is('workspace_id', '=', workspaceId)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function findLatestVersion(db: Db, presetId: string): Promise<PresetVersionRow | null> {
  const row = await db
    .selectFrom('preset_versions')
    .selectAll()
    .where('preset_id', '=', presetId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertPresetVersion(
  trx: Trx,
  version: { id: string; presetId: string; version: number; slots: Slots },
): Promise<void> {
  await trx
    .insertInto('preset_versions')
    .values({ id: version.id, preset_id: version.presetId, version: version.version, slots: JSON.stringify(version.slots) })
    .onConflict((conflict) => conflict.columns(['preset_id', 'version']).doNothing())
    .execute();
}

export async function upsertPack(trx: Trx, pack: PresetPackRow): Promise<void> {
  const said = { name: pack.name, description: pack.description, position: pack.position };
  await trx
    .insertInto('preset_packs')
    .values(pack)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
}

export async function upsertPreset(trx: Trx, preset: PresetRow): Promise<void> {
  const said = { pack_id: preset.pack_id, name: preset.name, description: preset.description, position: preset.position };
  await trx
    .insertInto('presets')
    .values(preset)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
}

export async function upsertTemplate(
  trx: Trx,
  template: Omit<PromptTemplateRow, 'created_at' | 'slots'> & { slots: Slots },
): Promise<void> {
  const said = { name: template.name, slots: JSON.stringify(template.slots) };
  await trx
    .insertInto('prompt_templates')
    .values({ ...template, ...said })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
}
