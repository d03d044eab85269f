import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `judged_until`: every video the provider made before it was found to be ours or kept as an orphan. `read_back_at`: when a process last
  // read the list before its first send; `read_back_waits`: why sends wait for that reading now.
  await sql`
    alter table endpoints
      add column judged_until timestamptz,
      add column read_back_at timestamptz,
      add column read_back_waits text`.execute(db);
  await sql`alter table campaigns add column paused_because text`.execute(db);
  await sql`
    create table orphans (
      id text primary key,
      endpoint_id text not null references endpoints,
      operation_id text not null check (operation_id <> ''),
      kind text not null check (kind in ('duplicate', 'unknown', 'stranger')),
      workspace_id text not null references workspaces,
      campaign_num integer,
      render_id text,
      model text,
      prompt text,
      seconds integer,
      size text,
      state text not null check (state in ('pending', 'succeeded', 'failed', 'expired', 'unknown')),
      price_micros bigint not null check (price_micros >= 0),
      booked_at timestamptz,
      made_at timestamptz,
      found_at timestamptz not null default dailies_now(),
      deleted_at timestamptz,
      deleted_by text,
      unique (endpoint_id, operation_id),
      check ((kind = 'duplicate') = (campaign_num is not null)),
      check ((deleted_at is null) = (deleted_by is null))
    )`.execute(db);
  await sql`create index orphans_of_workspace on orphans (workspace_id, id)`.execute(db);
  // Only what may still be asked for by its fingerprint; written when a render ends badly, never while it lives.
  await sql`
    create index renders_unresolved on renders (endpoint_id, fingerprint) where status in ('parked', 'lost')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index renders_unresolved`.execute(db);
  await sql`drop table orphans`.execute(db);
  await sql`alter table campaigns drop column paused_because`.execute(db);
  await sql`alter table endpoints drop column judged_until, drop column read_back_at, drop column read_back_waits`.execute(db);
}
