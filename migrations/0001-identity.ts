import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The product's one clock in SQL. STABLE, so that an index may serve `due_at <= dailies_now()`; only tests set the offset.
  await sql`
    create function dailies_now() returns timestamptz language sql stable parallel safe as $$
      select clock_timestamp() + coalesce(nullif(current_setting('dailies.clock_offset', true), ''), '0')::interval
    $$`.execute(db);

  await sql`
    create table workspaces (
      id text primary key,
      name text not null check (char_length(name) between 1 and 200),
      edition text not null check (edition in ('free', 'pro', 'enterprise')),
      created_at timestamptz not null default dailies_now()
    )`.execute(db);
  await sql`
    create table users (
      id text primary key,
      name text not null check (char_length(name) between 1 and 200),
      email text unique,
      created_at timestamptz not null default dailies_now()
    )`.execute(db);
  await sql`
    create table members (
      workspace_id text not null references workspaces,
      user_id text not null references users,
      role text not null check (role in ('admin', 'producer', 'reviewer', 'viewer')),
      created_at timestamptz not null default dailies_now(),
      primary key (workspace_id, user_id)
    )`.execute(db);
  await sql`
    create table idempotency_keys (
      workspace_id text not null references workspaces,
      mutation text not null,
      key text not null check (char_length(key) between 1 and 255),
      input_hash bytea not null,
      answer jsonb,
      created_at timestamptz not null default dailies_now(),
      primary key (workspace_id, mutation, key)
    )`.execute(db);
  await sql`create index idempotency_keys_age on idempotency_keys (created_at)`.execute(db);
  await sql`
    create table leases (
      name text primary key,
      holder text not null,
      expires_at timestamptz not null
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table leases, idempotency_keys, members, users, workspaces`.execute(db);
  await sql`drop function dailies_now()`.execute(db);
}
