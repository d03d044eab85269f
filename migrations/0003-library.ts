import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A pack, preset or template without a workspace ships with the product and is read by everybody.
  await sql`
    create table preset_packs (
      id text primary key,
      workspace_id text references workspaces,
      key text not null,
      name text not null,
      description text not null,
      position integer not null,
      unique nulls not distinct (workspace_id, key)
    )`.execute(db);
  await sql`
    create table presets (
      id text primary key,
      workspace_id text references workspaces,
      pack_id text not null references preset_packs,
      key text not null check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      name text not null,
      description text not null,
      position integer not null,
      unique nulls not distinct (workspace_id, key)
    )`.execute(db);
  await sql`
    create table preset_versions (
      id text primary key,
      preset_id text not null references presets,
      version integer not null check (version > 0),
      slots jsonb not null check (jsonb_typeof(slots) = 'object'),
      created_at timestamptz not null default dailies_now(),
      unique (preset_id, version)
    )`.execute(db);
  await sql`
    create table prompt_templates (
      id text primary key,
      workspace_id text references workspaces,
      key text not null,
      name text not null,
      slots jsonb not null check (jsonb_typeof(slots) = 'object'),
      created_at timestamptz not null default dailies_now(),
      unique nulls not distinct (workspace_id, key)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table prompt_templates, preset_versions, presets, preset_packs`.execute(db);
}
