import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row a rejected text, rule and day: planning the same words again counts on `times`. The text itself stays with the campaign.
  await sql`
    create table policy_rejections (
      workspace_id text not null references workspaces,
      day date not null,
      campaign_num integer not null,
      rule text not null check (rule in (
        'age', 'real_person', 'living_artist', 'copyrighted_work', 'copyrighted_song', 'brand_logo', 'text_overlay',
        'too_many_ideas', 'unclear_motion', 'overconstrained', 'style_drift')),
      prompt_sha256 bytea not null,
      prompt_n integer not null,
      pack_version text not null,
      user_id text not null,
      times integer not null default 1 check (times > 0),
      at timestamptz not null default dailies_now(),
      primary key (workspace_id, day, campaign_num, rule, prompt_sha256)
    )`.execute(db);
  await sql`create index policy_rejections_of_campaign on policy_rejections (campaign_num)`.execute(db);
  // The alert of a day, so that it is told once.
  await sql`
    create table policy_spikes (
      workspace_id text not null references workspaces,
      day date not null,
      rejections integer not null,
      usual numeric not null,
      at timestamptz not null default dailies_now(),
      primary key (workspace_id, day)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table policy_spikes, policy_rejections`.execute(db);
}
