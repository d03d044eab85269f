import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `num` keys the large tables; `id` is what the world sees.
  await sql`
    create table campaigns (
      num integer generated always as identity unique,
      id text primary key,
      workspace_id text not null references workspaces,
      name text not null check (char_length(name) between 1 and 200),
      status text not null default 'draft'
        check (status in ('draft', 'planned', 'running', 'paused', 'completed', 'cancelled', 'archived')),
      brief jsonb not null check (jsonb_typeof(brief) = 'object'),
      plan_hash text,
      plan jsonb,
      variant_count integer not null default 0 check (variant_count between 0 and 100000),
      expanded_count integer not null default 0,
      admitted_count integer not null default 0,
      created_by text not null references users,
      created_at timestamptz not null default dailies_now(),
      planned_at timestamptz,
      launched_at timestamptz,
      completed_at timestamptz,
      check (status in ('draft', 'cancelled', 'archived') or plan_hash is not null),
      check (expanded_count <= variant_count and admitted_count <= expanded_count)
    )`.execute(db);
  await sql`create index campaigns_newest on campaigns (workspace_id, num desc)`.execute(db);
  await sql`create index campaigns_live on campaigns (num) where status in ('running', 'paused')`.execute(db);

  await sql`
    create table prompts (
      campaign_num integer not null references campaigns (num) on delete cascade,
      n integer not null check (n >= 0),
      key text,
      slots jsonb not null,
      variables jsonb not null default '{}',
      primary key (campaign_num, n),
      unique (campaign_num, key)
    )`.execute(db);
  await sql`
    create table imports (
      id text primary key,
      campaign_num integer not null references campaigns (num) on delete cascade,
      upload_id text,
      format text not null check (format in ('csv', 'jsonl')),
      mode text not null check (mode in ('replace', 'append')),
      status text not null check (status in ('queued', 'done', 'refused')),
      row_count integer,
      refusal jsonb,
      created_at timestamptz not null default dailies_now(),
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create table uploads (
      id text primary key,
      workspace_id text not null references workspaces,
      file_name text not null,
      path text not null,
      bytes bigint not null check (bytes >= 0),
      created_at timestamptz not null default dailies_now()
    )`.execute(db);

  // The axes as the plan froze them: prompt x preset, and model x size x seconds.
  await sql`
    create table compiled_prompts (
      campaign_num integer not null references campaigns (num) on delete cascade,
      n integer not null,
      prompt_n integer not null,
      preset_version_id text references preset_versions,
      text text not null,
      sha256 bytea not null,
      row_hash bytea not null,
      verdict text not null
        check (verdict in ('ok', 'reused', 'policy', 'unpriced', 'over_entitlement', 'model_retired', 'prompt_invalid')),
      verdict_note text,
      primary key (campaign_num, n)
    )`.execute(db);
  await sql`
    create table offers (
      campaign_num integer not null references campaigns (num) on delete cascade,
      n integer not null,
      endpoint_id text not null references endpoints,
      model_id text not null references models,
      size text not null,
      seconds integer not null,
      price_id integer references prices,
      price_micros bigint not null check (price_micros >= 0),
      column_hash bytea not null,
      verdict text not null
        check (verdict in ('ok', 'reused', 'policy', 'unpriced', 'over_entitlement', 'model_retired', 'prompt_invalid')),
      primary key (campaign_num, n)
    )`.execute(db);
  // Cells a person took out, by what they are (prompt and preset; model, size and seconds), so that a new plan keeps them out.
  await sql`
    create table exclusions (
      campaign_num integer not null references campaigns (num) on delete cascade,
      row_hash bytea not null,
      column_hash bytea not null,
      primary key (campaign_num, row_hash, column_hash)
    )`.execute(db);

  await sql`
    create table variants (
      campaign_num integer not null references campaigns (num) on delete cascade,
      index integer not null,
      compiled_n integer not null,
      offer_n integer not null,
      phase text not null
        check (phase in ('excluded', 'blocked', 'planned', 'queued', 'rendering', 'finalizing', 'ready', 'failed', 'parked', 'cancelled')),
      attempt smallint not null default 0,
      render_id text,
      clip_id text,
      changed_at timestamptz not null default dailies_now(),
      primary key (campaign_num, index)
    ) with (fillfactor = 80)`.execute(db);
  // Rows the dispatcher may claim: queued and not yet intended.
  await sql`create index variants_claimable on variants (campaign_num, index) where phase = 'queued' and render_id is null`.execute(db);
  await sql`create index variants_troubled on variants (campaign_num, phase, index) where phase in ('failed', 'parked')`.execute(db);

  // Counts kept as rows change; shards spare writers a hot row, readers add eight rows.
  await sql`
    create table campaign_tallies (
      campaign_num integer not null references campaigns (num) on delete cascade,
      shard smallint not null,
      excluded integer not null default 0,
      blocked integer not null default 0,
      planned integer not null default 0,
      queued integer not null default 0,
      rendering integer not null default 0,
      finalizing integer not null default 0,
      ready integer not null default 0,
      failed integer not null default 0,
      parked integer not null default 0,
      cancelled integer not null default 0,
      primary key (campaign_num, shard)
    ) with (fillfactor = 50)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table campaign_tallies, variants, exclusions, offers, compiled_prompts, uploads, imports, prompts, campaigns`.execute(db);
}
