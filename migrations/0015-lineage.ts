import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table campaigns
      add column purpose text not null default 'final' check (purpose in ('final', 'preview')),
      add column parent_num integer references campaigns (num) on delete set null,
      add column origin text check (origin in ('preview', 'promotion', 'variation'))`.execute(db);
  await sql`create index campaigns_of_parent on campaigns (parent_num) where parent_num is not null`.execute(db);

  // Cells a person liked best, whatever becomes of them.
  await sql`
    create table winners (
      campaign_num integer not null references campaigns (num) on delete cascade,
      variant_index integer not null,
      chosen_by text not null references users,
      chosen_at timestamptz not null default dailies_now(),
      primary key (campaign_num, variant_index)
    )`.execute(db);
  // Which cell a prompt of a promoted or varied campaign was made from.
  await sql`
    create table lineage (
      campaign_num integer not null references campaigns (num) on delete cascade,
      prompt_n integer not null,
      source_num integer not null references campaigns (num) on delete cascade,
      source_index integer not null,
      primary key (campaign_num, prompt_n)
    )`.execute(db);
  await sql`create index lineage_of_source on lineage (source_num, source_index)`.execute(db);

  // A column that took the place of another in a campaign that was planned again onto another model: outside the frozen axes.
  await sql`alter table offers add column replaces_n integer`.execute(db);

  // What a workspace asked for, once for each wording. A use is one prompt of one launched campaign.
  await sql`
    create table prompt_history (
      workspace_id text not null references workspaces,
      sha256 bytea not null check (octet_length(sha256) = 32),
      text text not null,
      slots jsonb not null check (jsonb_typeof(slots) = 'object'),
      first_used_at timestamptz not null,
      last_used_at timestamptz not null,
      primary key (workspace_id, sha256)
    )`.execute(db);
  await sql`create index prompt_history_newest on prompt_history (workspace_id, last_used_at desc, sha256)`.execute(db);
  await sql`
    create table prompt_uses (
      workspace_id text not null,
      sha256 bytea not null,
      campaign_num integer not null references campaigns (num) on delete cascade,
      prompt_n integer not null,
      primary key (campaign_num, prompt_n),
      foreign key (workspace_id, sha256) references prompt_history on delete cascade
    )`.execute(db);
  await sql`create index prompt_uses_of_prompt on prompt_uses (workspace_id, sha256)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table prompt_uses, prompt_history, lineage, winners`.execute(db);
  await sql`alter table offers drop column replaces_n`.execute(db);
  await sql`alter table campaigns drop column purpose, drop column parent_num, drop column origin`.execute(db);
}
