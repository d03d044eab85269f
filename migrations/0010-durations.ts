import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What renders of a model and length take at an endpoint, queue and rendering together, as the provider saw it.
  await sql`
    create table render_durations (
      endpoint_id text not null references endpoints on delete cascade,
      model_id text not null references models on delete cascade,
      seconds integer not null check (seconds > 0),
      samples integer not null check (samples > 0),
      mean_ms double precision not null check (mean_ms > 0),
      deviation_ms double precision not null check (deviation_ms >= 0),
      changed_at timestamptz not null default dailies_now(),
      primary key (endpoint_id, model_id, seconds)
    ) with (fillfactor = 50)`.execute(db);

  // How an endpoint's open renders are read: apart from the endpoint's own row, whose lock the sends want.
  await sql`
    create table endpoint_readings (
      endpoint_id text primary key references endpoints on delete cascade,
      looked_at timestamptz,
      read_at timestamptz,
      whole_at timestamptz,
      due_at timestamptz not null default '-infinity',
      requests integer not null default 1 check (requests > 0),
      announced_share double precision not null default 0 check (announced_share between 0 and 1),
      announced_count integer not null default 0,
      missed_count integer not null default 0,
      reports_cost boolean,
      tokens double precision,
      tokens_at timestamptz
    ) with (fillfactor = 50)`.execute(db);
  await sql`alter table endpoints drop column reconciled_at`.execute(db);

  await sql`
    alter table renders
      add column hinted_at timestamptz,
      add column unknown_word text,
      add column warned_at timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table renders drop column hinted_at, drop column unknown_word, drop column warned_at`.execute(db);
  await sql`alter table endpoints add column reconciled_at timestamptz`.execute(db);
  await sql`drop table endpoint_readings, render_durations`.execute(db);
}
