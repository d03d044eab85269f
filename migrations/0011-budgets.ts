import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `held_micros` is all a campaign has reserved; `spare_micros` is the part of it that no cell speaks for. A loss that belongs to no campaign
  // has none.
  await sql`alter table ledger_entries add column spare_micros bigint not null default 0, alter column campaign_num drop not null`.execute(
    db,
  );
  await sql`alter table ledger_balances add column spare_micros bigint not null default 0`.execute(db);

  await sql`
    create table budgets (
      id text primary key,
      workspace_id text not null references workspaces,
      scope text not null check (scope in ('workspace', 'user', 'campaign')),
      user_id text references users,
      campaign_num integer references campaigns (num) on delete cascade,
      period text not null check (period in ('day', 'month', 'total')),
      limit_micros bigint not null check (limit_micros >= 0),
      thresholds smallint[] not null,
      created_by text not null references users,
      created_at timestamptz not null default dailies_now(),
      changed_at timestamptz not null default dailies_now(),
      check ((scope = 'user') = (user_id is not null)),
      check ((scope = 'campaign') = (campaign_num is not null)),
      check (period <> 'total' or scope = 'campaign'),
      unique nulls not distinct (workspace_id, scope, user_id, campaign_num, period)
    )`.execute(db);
  // One row says that one threshold of one period was told.
  await sql`
    create table budget_alerts (
      budget_id text not null references budgets on delete cascade,
      starts_on date not null,
      percent smallint not null,
      at timestamptz not null default dailies_now(),
      primary key (budget_id, starts_on, percent)
    )`.execute(db);

  // What budgets count: money a campaign was given on a day, less what it gave back. It changes at admission and when a reserve is closed,
  // never while renders come and go.
  await sql`
    create table admissions (
      id bigint generated always as identity primary key,
      workspace_id text not null references workspaces,
      user_id text,
      campaign_num integer,
      kind text not null check (kind in ('asked', 'overrun', 'adjust')),
      reason text not null unique,
      micros bigint not null check (kind = 'adjust' or micros > 0),
      returned_micros bigint not null default 0 check (returned_micros = 0 or returned_micros between 0 and micros),
      day date not null default (dailies_now() at time zone 'UTC')::date,
      at timestamptz not null default dailies_now()
    )`.execute(db);
  await sql`create index admissions_of_day on admissions (workspace_id, day)`.execute(db);
  await sql`create index admissions_of_campaign on admissions (campaign_num, id)`.execute(db);
  await sql`
    insert into admissions (workspace_id, user_id, campaign_num, kind, reason, micros, day)
    select e.workspace_id, c.created_by, c.num, 'asked', 'launch:' || c.id, sum(e.held_micros + e.settled_micros),
      (min(e.at) at time zone 'UTC')::date
    from ledger_entries e join campaigns c on c.num = e.campaign_num
    group by e.workspace_id, c.id having sum(e.held_micros + e.settled_micros) > 0`.execute(db);

  // A price is never rewritten: a correction on the same day is a row of its own.
  await sql`alter table prices add column revision smallint not null default 0`.execute(db);
  await sql`alter table prices drop constraint prices_model_id_size_valid_from_key`.execute(db);
  await sql`alter table prices add constraint prices_revision unique (model_id, size, valid_from, revision)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table prices drop constraint prices_revision`.execute(db);
  await sql`alter table prices add constraint prices_model_id_size_valid_from_key unique (model_id, size, valid_from)`.execute(db);
  await sql`alter table prices drop column revision`.execute(db);
  await sql`drop table admissions, budget_alerts, budgets`.execute(db);
  await sql`alter table ledger_balances drop column spare_micros`.execute(db);
  await sql`alter table ledger_entries drop column spare_micros, alter column campaign_num set not null`.execute(db);
}
