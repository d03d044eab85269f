import { sql } from 'kysely';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { createCampaign } from '../../apps/api/src/campaign/create-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { insertMember } from '../../apps/api/src/identity/identity.store.ts';

const idOf = (prefix: string): string => `${prefix}_${'7'.repeat(26)}`;

/** Texts of the foreign workspace: none may ever be answered to another. */
export const FOREIGN_SECRETS = ['Their campaign', 'Their prompt', 'Their preset', 'Their name', 'op_theirs', 'theirs.csv'];

export interface ForeignWorkspace {
  campaignId: string;
  uploadId: string;
  presetId: string;
  /** Ids of one thing of each type that `node` answers. */
  nodes: Record<'Workspace' | 'User' | 'Campaign' | 'Variant' | 'Render' | 'Clip' | 'PresetPack' | 'Preset' | 'PromptTemplate', string>;
}

/** A workspace of somebody else that runs a campaign, with one cell rendered and stored, a preset, a template and an upload. */
export async function makeForeignWorkspace(deps: Deps): Promise<ForeignWorkspace> {
  const { db } = deps;
  const actor: Actor = {
    userId: idOf('usr'),
    name: 'Their name',
    workspaceId: idOf('wsp'),
    workspaceName: 'Their name',
    edition: 'pro',
    role: 'admin',
  };
  const nodes = { Workspace: actor.workspaceId, User: actor.userId, Render: idOf('rnd'), Clip: idOf('clp') };
  const library = { PresetPack: idOf('pak'), Preset: idOf('pre'), PromptTemplate: idOf('tpl') };
  const uploadId = idOf('upl');
  await db.transaction().execute(async (trx) => {
    await insertMember(trx, actor);
    const pack = {
      id: library.PresetPack,
      workspace_id: actor.workspaceId,
      key: 'theirs',
      name: 'Their preset',
      description: '',
      position: 0,
    };
    await trx.insertInto('preset_packs').values(pack).execute();
    await trx
      .insertInto('presets')
      .values({ ...pack, id: library.Preset, pack_id: pack.id })
      .execute();
    const slots = '{"style": "Their preset"}';
    await trx
      .insertInto('preset_versions')
      .values({ id: idOf('prv'), preset_id: library.Preset, version: 1, slots })
      .execute();
    const template = { id: library.PromptTemplate, workspace_id: actor.workspaceId, key: 'theirs', name: 'Their prompt', slots };
    await trx.insertInto('prompt_templates').values(template).execute();
    const upload = { id: uploadId, workspace_id: actor.workspaceId, file_name: 'theirs.csv', path: '/nowhere/theirs.csv', bytes: 10 };
    await trx.insertInto('uploads').values(upload).execute();
  });

  const draft = await createCampaign(deps, actor, {
    name: 'Their campaign',
    modelIds: ['default.sora-2'],
    sizes: ['720x1280'],
    seconds: [4],
    presetIds: [library.Preset],
    prompts: [{ key: 'theirs', text: 'Their prompt by a lake' }],
  });
  const { id, num, plan_hash } = await planCampaign(deps, actor, { campaignId: draft.id });
  await launchCampaign(deps, actor, { campaignId: id, planHash: plan_hash ?? '', idempotencyKey: 'theirs' });
  await sql`insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, hold_micros, operation_id)
    values (${nodes.Render}, ${num}, 0, 1, 'default', 'stored', sha256('x'), 400000, 'op_theirs')`.execute(db);
  await sql`insert into clips (id, workspace_id, campaign_num, variant_index, render_id, width, height, duration_ms, has_audio, sprite)
    values (${nodes.Clip}, ${actor.workspaceId}, ${num}, 0, ${nodes.Render}, 720, 1280, 4000, false, '{}')`.execute(db);
  await sql`update variants set render_id = ${nodes.Render}, clip_id = ${nodes.Clip} where campaign_num = ${num}`.execute(db);

  return { campaignId: id, uploadId, presetId: library.Preset, nodes: { ...nodes, ...library, Campaign: id, Variant: `${id}.0` } };
}
