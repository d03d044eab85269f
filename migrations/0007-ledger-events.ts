import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Append only. `held_micros` and `settled_micros` are signed changes; a balance is their sum. `key` forbids booking a thing twice.
  await sql`
    create table ledger_entries (
      id bigint generated always as identity primary key,
      key text not null unique,
      workspace_id text not null references workspaces,
      campaign_num integer not null,
      render_id text,
      kind text not null check (kind in ('hold', 'settle', 'release', 'adjust')),
      held_micros bigint not null,
      settled_micros bigint not null,
      note text,
      actor_id text,
      at timestamptz not null default dailies_now(),
      check (kind <> 'hold' or (held_micros >= 0 and settled_micros = 0)),
      check (kind <> 'release' or (held_micros <= 0 and settled_micros = 0)),
      check (kind <> 'settle' or (held_micros <= 0 and settled_micros >= 0)),
      check (kind <> 'adjust' or note is not null)
    )`.execute(db);
  await sql`create index ledger_entries_of_campaign on ledger_entries (campaign_num, id)`.execute(db);
  await sql`
    create function refuse_ledger_change() returns trigger language plpgsql as $$
      begin raise exception 'the ledger only grows: book an adjust entry instead'; end
    $$`.execute(db);
  await sql`
    create trigger ledger_only_grows before update or delete on ledger_entries
      for each statement execute function refuse_ledger_change()`.execute(db);
  // Each campaign's balance kept as entries are booked; shards spare writers a hot row, readers add eight rows.
  await sql`
    create table ledger_balances (
      campaign_num integer not null,
      shard smallint not null,
      held_micros bigint not null,
      settled_micros bigint not null,
      primary key (campaign_num, shard)
    ) with (fillfactor = 50)`.execute(db);

  // `seq` is given after commit by the one sequencer: dense, in commit order, the cursor of every reader. A new event costs its writer two
  // index entries, the rest come with the number; there is no primary key, because nobody asks for an event by its id.
  await sql`
    create table events (
      id bigint generated always as identity,
      seq bigint,
      workspace_id text not null,
      campaign_num integer,
      kind text not null,
      subject text not null,
      facts jsonb not null default '{}',
      actor_id text,
      at timestamptz not null default dailies_now()
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index events_unsequenced on events (id) where seq is null`.execute(db);
  await sql`create unique index events_in_order on events (seq) where seq is not null`.execute(db);
  await sql`create index events_of_campaign on events (campaign_num, seq) where campaign_num is not null and seq is not null`.execute(db);
  await sql`create index events_of_subject on events (subject, id)`.execute(db);
  await sql`create table event_sequence (single boolean primary key default true check (single), last_seq bigint not null)`.execute(db);
  await sql`insert into event_sequence (last_seq) values (0)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table event_sequence, events, ledger_balances, ledger_entries`.execute(db);
  await sql`drop function refuse_ledger_change()`.execute(db);
}
