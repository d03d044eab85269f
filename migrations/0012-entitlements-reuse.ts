import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What an edition may do; null is no limit. Seconds and pixels (width x height) are those of one clip.
  await sql`
    create table entitlements (
      edition text primary key check (edition in ('free', 'pro', 'enterprise')),
      tiers text[] not null check (tiers <@ array['standard', 'pro']),
      seconds_max integer check (seconds_max > 0),
      pixels_max integer check (pixels_max > 0),
      renders_per_day integer check (renders_per_day > 0),
      renders_in_flight integer check (renders_in_flight > 0),
      retention_days integer check (retention_days > 0)
    )`.execute(db);
  await sql`
    insert into entitlements (edition, tiers, seconds_max, pixels_max, renders_per_day, renders_in_flight, retention_days) values
      ('free', '{standard}', 4, 921600, 10, 2, 7),
      ('pro', '{standard,pro}', 12, 1835008, 500, 20, 90),
      ('enterprise', '{standard,pro}', null, null, null, null, null)`.execute(db);
  // Renders a workspace asked for on a day (UTC), as signed changes: a launch adds, what was never sent or was reused returns.
  await sql`
    create table quota_uses (
      id bigint generated always as identity primary key,
      workspace_id text not null references workspaces,
      day date not null,
      campaign_num integer not null,
      renders integer not null,
      key text not null unique
    )`.execute(db);
  await sql`create index quota_uses_of_day on quota_uses (workspace_id, day)`.execute(db);
  await sql`create index quota_uses_of_campaign on quota_uses (campaign_num, id)`.execute(db);

  // How long a finished render may serve the same request again; 0 switches it off.
  await sql`
    alter table workspaces
      add column reuse_window_hours integer not null default 168 check (reuse_window_hours between 0 and 8760)`.execute(db);
  // The SQL twin of requestHash: sha256 over length-prefixed UTF-8 fields; hashes as lower-case hex.
  await sql`
    create function request_hash(
      workspace text, endpoint text, model text, prompt_sha256 bytea, seconds integer, size text, audio boolean, reference_sha256 bytea, options text
    ) returns bytea
    language sql immutable parallel safe as $$
      select sha256(
        int4send(octet_length(workspace)) || convert_to(workspace, 'UTF8') ||
        int4send(octet_length(endpoint)) || convert_to(endpoint, 'UTF8') ||
        int4send(octet_length(model)) || convert_to(model, 'UTF8') ||
        int4send(octet_length(prompt_sha256) * 2) || convert_to(encode(prompt_sha256, 'hex'), 'UTF8') ||
        int4send(octet_length(seconds::text)) || convert_to(seconds::text, 'UTF8') ||
        int4send(octet_length(size)) || convert_to(size, 'UTF8') ||
        int4send(octet_length(audio::text)) || convert_to(audio::text, 'UTF8') ||
        int4send(coalesce(octet_length(reference_sha256), 0) * 2) || convert_to(coalesce(encode(reference_sha256, 'hex'), ''), 'UTF8') ||
        int4send(octet_length(options)) || convert_to(options, 'UTF8'))
    $$`.execute(db);
  // One index finds what a request can share and keeps leaders single: `leads` is true while identical requests follow the render, else null.
  await sql`
    alter table renders
      add column request_hash bytea check (octet_length(request_hash) = 32),
      add column leads boolean check (leads)`.execute(db);
  await sql`create unique index renders_by_request on renders (request_hash, leads) where request_hash is not null`.execute(db);

  // A variant that shares another variant's render: while it follows, and after it was served.
  await sql`
    create table reuses (
      campaign_num integer not null,
      variant_index integer not null,
      status text not null check (status in ('following', 'served')),
      source_render_id text not null references renders on delete cascade deferrable initially deferred,
      saved_micros bigint not null check (saved_micros >= 0),
      created_at timestamptz not null default dailies_now(),
      served_at timestamptz,
      primary key (campaign_num, variant_index),
      foreign key (campaign_num, variant_index) references variants (campaign_num, index) on delete cascade,
      check ((status = 'served') = (served_at is not null))
    )`.execute(db);
  await sql`create index reuses_following on reuses (source_render_id) where status = 'following'`.execute(db);
  await sql`alter table campaigns add column saved_micros bigint not null default 0 check (saved_micros >= 0)`.execute(db);
  // What the plan expects to reuse; `twin_of` is the cell of the same plan that is rendered for both.
  await sql`
    create table planned_reuses (
      campaign_num integer not null references campaigns (num) on delete cascade,
      index integer not null,
      source_render_id text,
      twin_of integer,
      primary key (campaign_num, index),
      check ((source_render_id is null) <> (twin_of is null))
    )`.execute(db);

  // What a plan was before it changed, so that who launches it is told which cells moved. Rows and cells are named by eight bytes a part;
  // without rows and columns, those of the next snapshot, or of the plan that stands.
  await sql`
    create table plan_snapshots (
      id bigint generated always as identity primary key,
      campaign_num integer not null references campaigns (num) on delete cascade,
      plan_hash text not null,
      rows bytea[],
      columns jsonb,
      excluded bytea[] not null,
      shared bytea[] not null,
      unique (campaign_num, plan_hash)
    )`.execute(db);
  // Why a column has its verdict, in words.
  await sql`alter table offers add column verdict_note text`.execute(db);
  await sql`
    update campaigns set plan = (plan - 'earlier') || jsonb_build_object(
      'lowMicros', plan -> 'estimateMicros', 'expectedMicros', plan -> 'estimateMicros', 'highMicros', plan -> 'estimateMicros',
      'repeatFactor', 1, 'columnRenders', '[]'::jsonb, 'reused', '{"count": 0, "micros": 0}'::jsonb, 'parts', plan -> 'parts' || '{"reuse": ""}')
    where plan is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    update campaigns set plan = (plan || '{"earlier": []}'::jsonb) - 'lowMicros' - 'expectedMicros' - 'highMicros' - 'repeatFactor' - 'reused' - 'columnRenders' where plan is not null`.execute(
    db,
  );
  await sql`alter table offers drop column verdict_note`.execute(db);
  await sql`alter table campaigns drop column saved_micros`.execute(db);
  await sql`drop table plan_snapshots, planned_reuses, reuses`.execute(db);
  await sql`alter table renders drop column request_hash, drop column leads`.execute(db);
  await sql`
    drop function request_hash(text, text, text, bytea, integer, text, boolean, bytea, text)`.execute(db);
  await sql`alter table workspaces drop column reuse_window_hours`.execute(db);
  await sql`drop table quota_uses, entitlements`.execute(db);
}
