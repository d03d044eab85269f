import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The SQL twin of renderFingerprint: sha256 over length-prefixed UTF-8 fields. `convert_to`, because a cast to bytea reads backslashes.
  await sql`
    create function render_fingerprint(model text, prompt text, seconds integer, size text) returns bytea
    language sql immutable parallel safe as $$
      select sha256(
        int4send(octet_length(model)) || convert_to(model, 'UTF8') ||
        int4send(octet_length(prompt)) || convert_to(prompt, 'UTF8') ||
        int4send(octet_length(seconds::text)) || convert_to(seconds::text, 'UTF8') ||
        int4send(octet_length(size)) || convert_to(size, 'UTF8'))
    $$`.execute(db);

  await sql`
    create table renders (
      id text primary key,
      campaign_num integer not null,
      variant_index integer not null,
      attempt smallint not null check (attempt > 0),
      endpoint_id text not null references endpoints,
      status text not null
        check (status in ('intended', 'submitting', 'ambiguous', 'parked', 'running', 'succeeded', 'stored', 'failed', 'cancelled', 'expired', 'lost')),
      epoch integer not null default 0,
      fingerprint bytea not null check (octet_length(fingerprint) = 32),
      single_flight boolean not null default false,
      hold_micros bigint not null check (hold_micros >= 0),
      cost_micros bigint check (cost_micros >= 0),
      price_id integer,
      operation_id text check (operation_id <> ''),
      progress smallint check (progress between 0 and 100),
      not_sent_count smallint not null default 0,
      store_count smallint not null default 0,
      due_at timestamptz not null default dailies_now(),
      sent_at timestamptz,
      accepted_at timestamptz,
      ended_at timestamptz,
      output_expires_at timestamptz,
      failure_code text,
      failure_note text,
      disputed_ids text[],
      created_at timestamptz not null default dailies_now(),
      changed_at timestamptz not null default dailies_now(),
      unique (campaign_num, variant_index, attempt),
      foreign key (campaign_num, variant_index) references variants (campaign_num, index) on delete cascade,
      check (status not in ('running', 'succeeded', 'stored') or operation_id is not null),
      check (status not in ('failed', 'expired', 'lost', 'parked') or failure_code is not null),
      check ((status in ('submitting', 'ambiguous')) <= (sent_at is not null))
    ) with (fillfactor = 50)`.execute(db);
  await sql`
    create unique index renders_one_open on renders (campaign_num, variant_index)
      where status in ('intended', 'submitting', 'ambiguous', 'parked', 'running', 'succeeded')`.execute(db);
  await sql`
    create unique index renders_single_flight on renders (endpoint_id, fingerprint)
      where single_flight and status in ('submitting', 'ambiguous')`.execute(db);
  await sql`create unique index renders_operation on renders (endpoint_id, operation_id) where operation_id is not null`.execute(db);
  await sql`
    create index renders_due on renders (endpoint_id, status, due_at)
      where status in ('intended', 'submitting', 'ambiguous', 'running', 'succeeded')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table renders`.execute(db);
  await sql`drop function render_fingerprint(text, text, integer, text)`.execute(db);
}
