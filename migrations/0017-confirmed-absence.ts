import { type Kysely, sql } from 'kysely';

/** Ends that a provider may contradict by listing the video after all. */
const GIVEN_UP = `('operation_gone', 'output_expired', 'render_timeout', 'provider_silent', 'status_unknown')`;

export async function up(db: Kysely<unknown>): Promise<void> {
  // `gone_at`: when the provider first said that it does not know the video, without having shown it since. `missed_count`: whole readings of its
  // list that did not show a doubtful send, the last of them counted at `missed_at`.
  await sql`
    alter table renders
      add column gone_at timestamptz,
      add column missed_count smallint not null default 0,
      add column missed_at timestamptz`.execute(db);
  await sql`
    create index renders_given_up on renders (endpoint_id, ended_at) where failure_code in ${sql.raw(GIVEN_UP)}`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index renders_given_up`.execute(db);
  await sql`alter table renders drop column gone_at, drop column missed_count, drop column missed_at`.execute(db);
}
