import { sql } from 'kysely';
import type { Db } from '../../apps/api/src/db/database.ts';

const ID = (prefix: string): string => `${prefix}_${'7'.repeat(26)}`;

/** A workspace of somebody else with one rendered cell, as rows; every id is one that could be guessed. */
export const FOREIGN = {
  workspace: ID('wsp'),
  user: ID('usr'),
  campaign: ID('cmp'),
  variant: `${ID('cmp')}.0`,
  render: ID('rnd'),
  clip: ID('clp'),
  pack: ID('pak'),
  preset: ID('pre'),
  template: ID('tpl'),
  upload: ID('upl'),
} as const;

/** Texts of the foreign workspace: none may ever be answered to another. */
export const FOREIGN_SECRETS = ['Their campaign', 'Their prompt', 'Their preset', 'Their name', 'op_theirs'];

const PLAN = {
  shape: { mode: 'cross', promptCount: 1, presetCount: 1, columnCount: 1, sizes: 1, seconds: 1 },
  presets: [{ versionId: null, key: null, name: 'As written' }],
  verdicts: { ok: 1 },
  excluded: 0,
  estimateMicros: 400_000,
  parts: { axes: 'a', prompts: 'a', presets: 'a', offers: 'a', exclusions: 'a' },
  earlier: [],
};

export async function insertForeignWorkspace(db: Db): Promise<void> {
  const f = FOREIGN;
  await db.transaction().execute(async (trx) => {
    await sql`insert into workspaces (id, name, edition) values (${f.workspace}, 'Their name', 'pro')`.execute(trx);
    await sql`insert into users (id, name) values (${f.user}, 'Their name')`.execute(trx);
    await sql`insert into members (workspace_id, user_id, role) values (${f.workspace}, ${f.user}, 'admin')`.execute(trx);
    await sql`insert into preset_packs (id, workspace_id, key, name, description, position)
      values (${f.pack}, ${f.workspace}, 'theirs', 'Their preset', '', 0)`.execute(trx);
    await sql`insert into presets (id, workspace_id, pack_id, key, name, description, position)
      values (${f.preset}, ${f.workspace}, ${f.pack}, 'theirs', 'Their preset', '', 0)`.execute(trx);
    await sql`insert into preset_versions (id, preset_id, version, slots)
      values (${`prv_${'7'.repeat(26)}`}, ${f.preset}, 1, '{"style": "Their preset"}')`.execute(trx);
    await sql`insert into prompt_templates (id, workspace_id, key, name, slots)
      values (${f.template}, ${f.workspace}, 'theirs', 'Their prompt', '{"scene": "Their prompt"}')`.execute(trx);
    await sql`insert into uploads (id, workspace_id, file_name, path, bytes)
      values (${f.upload}, ${f.workspace}, 'theirs.csv', '/nowhere', 10)`.execute(trx);
    const brief = {
      modelIds: [],
      sizes: [],
      seconds: [],
      presetIds: [null],
      axisMode: 'cross',
      template: null,
      audio: false,
      reuse: false,
    };
    await sql`insert into campaigns (id, workspace_id, name, status, brief, plan_hash, plan, variant_count, expanded_count, admitted_count, created_by)
      values (${f.campaign}, ${f.workspace}, 'Their campaign', 'running', ${JSON.stringify(brief)}, 'hash', ${JSON.stringify(PLAN)}, 1, 1, 1, ${f.user})`.execute(
      trx,
    );
    const num = sql`(select num from campaigns where id = ${f.campaign})`;
    await sql`insert into prompts (campaign_num, n, slots) values (${num}, 0, '{"scene": "Their prompt"}')`.execute(trx);
    await sql`insert into compiled_prompts (campaign_num, n, prompt_n, text, sha256, verdict)
      values (${num}, 0, 0, 'Their prompt', sha256('x'), 'ok')`.execute(trx);
    await sql`insert into offers (campaign_num, n, endpoint_id, model_id, size, seconds, price_micros, verdict)
      values (${num}, 0, 'default', 'default.sora-2', '720x1280', 4, 400000, 'ok')`.execute(trx);
    await sql`insert into variants (campaign_num, index, compiled_n, offer_n, phase, attempt, render_id, clip_id)
      values (${num}, 0, 0, 0, 'ready', 1, ${f.render}, ${f.clip})`.execute(trx);
    await sql`insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, hold_micros, operation_id)
      values (${f.render}, ${num}, 0, 1, 'default', 'stored', sha256('x'), 400000, 'op_theirs')`.execute(trx);
    await sql`insert into clips (id, workspace_id, campaign_num, variant_index, render_id, width, height, duration_ms, has_audio, sprite)
      values (${f.clip}, ${f.workspace}, ${num}, 0, ${f.render}, 720, 1280, 4000, false, '{}')`.execute(trx);
  });
}
