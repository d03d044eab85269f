import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table clips (
      id text primary key,
      workspace_id text not null references workspaces,
      campaign_num integer not null references campaigns (num),
      variant_index integer not null,
      render_id text not null unique,
      status text not null default 'pending_review'
        check (status in ('pending_review', 'approved', 'rejected', 'changes_requested', 'shared', 'taken_down', 'purging', 'purged')),
      width integer not null check (width > 0),
      height integer not null check (height > 0),
      duration_ms integer not null check (duration_ms > 0),
      has_audio boolean not null,
      sprite jsonb not null,
      created_at timestamptz not null default dailies_now()
    )`.execute(db);
  await sql`create index clips_of_campaign on clips (campaign_num, variant_index)`.execute(db);
  await sql`
    create table clip_files (
      clip_id text not null references clips on delete cascade,
      kind text not null check (kind in ('video', 'poster', 'sprite')),
      bucket text not null,
      object_key text not null,
      generation text not null,
      content_type text not null,
      bytes bigint not null check (bytes > 0),
      sha256 bytea not null check (octet_length(sha256) = 32),
      crc32c text not null,
      created_at timestamptz not null default dailies_now(),
      primary key (clip_id, kind),
      unique (bucket, object_key)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table clip_files, clips`.execute(db);
}
