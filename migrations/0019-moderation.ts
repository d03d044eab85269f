import { type Kysely, sql } from 'kysely';

const PACK_RULES = [
  'age',
  'real_person',
  'living_artist',
  'copyrighted_work',
  'copyrighted_song',
  'brand_logo',
  'text_overlay',
  'too_many_ideas',
  'unclear_motion',
  'overconstrained',
  'style_drift',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a moderation service said of a text; no category: it lets it pass. `moderator`: its address and model.
  await sql`
    create table moderations (
      workspace_id text not null references workspaces,
      moderator text not null,
      prompt_sha256 bytea not null,
      categories text[] not null,
      at timestamptz not null default dailies_now(),
      primary key (workspace_id, moderator, prompt_sha256)
    )`.execute(db);
  await checkRules(db, [...PACK_RULES, 'moderation']);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from policy_rejections where rule = 'moderation'`.execute(db);
  await checkRules(db, PACK_RULES);
  await sql`drop table moderations`.execute(db);
}

async function checkRules(db: Kysely<unknown>, rules: readonly string[]): Promise<void> {
  await sql`
    alter table policy_rejections drop constraint policy_rejections_rule_check,
      add constraint policy_rejections_rule_check check (rule in (${sql.join(rules.map((rule) => sql.lit(rule)))}))`.execute(db);
}
