import { isDeepStrictEqual } from 'node:util';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { findLatestVersion, insertPresetVersion, upsertPack, upsertPreset, upsertTemplate } from './library.store.ts';
import { packs, templates } from './seeds/index.ts';
import type { PresetSeed } from './seeds/seed.ts';

/**
 * Makes the built-in packs, presets and templates stand as this release ships them. Runs at every start; repeating it changes nothing.
 * A preset whose fragments changed gains a version: what was rendered with the former keeps pointing to it. Built-in ids come from the
 * keys, so that they are the same in every installation.
 */
export async function seedLibrary(deps: Pick<Deps, 'db'>): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    for (const [position, { presets, ...pack }] of packs.entries()) {
      const id = `pak_${pack.key}`;
      await upsertPack(trx, { id, workspace_id: null, position, ...pack });
      for (const [place, preset] of presets.entries()) await seedPreset(trx, id, place, preset);
    }
    for (const template of templates) await upsertTemplate(trx, { id: `tpl_${template.key}`, workspace_id: null, ...template });
  });
}

async function seedPreset(trx: Trx, packId: string, position: number, { slots, ...preset }: PresetSeed): Promise<void> {
  const id = `pre_${preset.key}`;
  await upsertPreset(trx, { id, workspace_id: null, pack_id: packId, position, ...preset });
  const latest = await findLatestVersion(trx, id);
  if (latest && isDeepStrictEqual(latest.slots, slots)) return;
  const version = (latest?.version ?? 0) + 1;
  await insertPresetVersion(trx, { id: `prv_${preset.key}.${version}`, presetId: id, version, slots });
}
