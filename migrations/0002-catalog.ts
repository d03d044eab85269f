import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table endpoints (
      id text primary key,
      name text not null,
      base_url text not null,
      dialect text not null check (dialect in ('openai', 'vllm-omni', 'sglang', 'litellm')),
      secret_name text not null,
      webhook_secret_name text,
      requests_per_minute integer check (requests_per_minute > 0),
      in_flight_max integer not null check (in_flight_max > 0),
      is_sandbox boolean not null default false,
      status text not null default 'active' check (status in ('active', 'paused')),
      paused_because text,
      backoff_until timestamptz,
      reconciled_at timestamptz,
      capabilities jsonb not null default '{}',
      created_at timestamptz not null default dailies_now()
    )`.execute(db);
  await sql`
    create table models (
      id text primary key,
      endpoint_id text not null references endpoints,
      key text not null,
      name text not null,
      tier text not null check (tier in ('standard', 'pro')),
      valid_from date not null,
      retires_on date check (retires_on > valid_from),
      source text not null,
      unique (endpoint_id, key)
    )`.execute(db);
  await sql`
    create table model_sizes (
      model_id text not null references models,
      size text not null check (size ~ '^[1-9][0-9]{1,4}x[1-9][0-9]{1,4}$'),
      primary key (model_id, size)
    )`.execute(db);
  await sql`
    create table model_seconds (
      model_id text not null references models,
      seconds integer not null check (seconds between 1 and 600),
      primary key (model_id, seconds)
    )`.execute(db);
  await sql`
    create table prices (
      id integer generated always as identity primary key,
      model_id text not null references models,
      size text not null,
      second_micros bigint not null check (second_micros >= 0),
      batch_second_micros bigint check (batch_second_micros >= 0),
      valid_from date not null,
      valid_until date check (valid_until > valid_from),
      source text not null,
      checked_on date not null,
      unique (model_id, size, valid_from)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table prices, model_seconds, model_sizes, models, endpoints`.execute(db);
}
