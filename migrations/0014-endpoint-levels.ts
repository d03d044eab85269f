import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // How far an endpoint can prove what became of a create; follows from what a probe found, and from the dialect where none looked.
  await sql`
    alter table endpoints
      add column probed_at timestamptz,
      add column level text not null generated always as (
        case
          when capabilities @> '{"honoursIdempotencyKey": true}' then 'L0'
          when capabilities @> '{"echoesRequestId": true}' then 'L1'
          when capabilities @> '{"lists": false}' then 'L4'
          when capabilities @> '{"listEchoesPrompt": true}' then 'L2'
          when dialect in ('openai', 'vllm-omni') and not capabilities @> '{"listEchoesPrompt": false}' then 'L2'
          else 'L3'
        end) stored,
      add constraint endpoints_level_check check (level in ('L0', 'L1', 'L2', 'L3', 'L4'))`.execute(db);

  await sql`
    create table reference_images (
      id text primary key,
      workspace_id text not null references workspaces,
      name text not null check (name <> ''),
      role text not null check (role in ('subject', 'product', 'composition', 'style')),
      content_type text not null check (content_type in ('image/jpeg', 'image/png', 'image/webp')),
      bytes integer not null check (bytes > 0),
      width integer not null check (width > 0),
      height integer not null check (height > 0),
      sha256 bytea not null check (octet_length(sha256) = 32),
      object_key text not null unique,
      created_by text not null references users,
      created_at timestamptz not null default dailies_now(),
      archived_at timestamptz,
      unique (workspace_id, sha256)
    )`.execute(db);
  await sql`create index reference_images_shown on reference_images (workspace_id, id) where archived_at is null`.execute(db);

  // The picture belongs to what a plan is: its sha256 in hexadecimal, empty without one.
  await sql`alter table plan_snapshots add column reference text not null default ''`.execute(db);
  await sql`
    update campaigns set plan = jsonb_set(plan, '{parts,reference}', '""') where plan is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update campaigns set plan = plan #- '{parts,reference}' where plan is not null`.execute(db);
  await sql`alter table plan_snapshots drop column reference`.execute(db);
  await sql`drop table reference_images`.execute(db);
  await sql`alter table endpoints drop column level, drop column probed_at`.execute(db);
}
