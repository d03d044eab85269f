import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `probing` is half open: one send at a time, until the provider has taken one. `sending_share` shrinks both limits in trouble.
  await sql`
    alter table endpoints
      drop constraint endpoints_status_check,
      add constraint endpoints_status_check check (status in ('active', 'probing', 'paused')),
      add column paused_by text references users,
      add column day_max integer check (day_max > 0),
      add column finals_first boolean not null default false,
      add column sending_share real not null default 1 check (sending_share > 0 and sending_share <= 1),
      add column share_cut_at timestamptz`.execute(db);
  await sql`
    alter table campaigns
      add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high'))`.execute(db);

  // One row is one request that the provider may still count against the key's minute.
  await sql`
    create table send_tokens (
      render_id text not null,
      epoch integer not null,
      endpoint_id text not null references endpoints,
      counts_until timestamptz not null,
      primary key (render_id, epoch)
    )`.execute(db);
  await sql`create index send_tokens_of_endpoint on send_tokens (endpoint_id, counts_until)`.execute(db);
  await sql`
    create table endpoint_days (
      endpoint_id text not null references endpoints,
      day date not null,
      sends integer not null check (sends >= 0),
      primary key (endpoint_id, day)
    )`.execute(db);
  // How much each workspace and each campaign was served at an endpoint: the least served comes next.
  await sql`
    create table dispatch_turns (
      endpoint_id text not null references endpoints,
      who text not null,
      served double precision not null,
      primary key (endpoint_id, who)
    )`.execute(db);

  // The fence with the key's limits, in one round trip. Each statement here sees what was committed before it, and the endpoint's row is
  // locked first: what is counted can not change until the commit, so that the limits hold across any number of processes.
  await sql`
    create function fence_render(wanted text, places integer, minute_max integer, doubt_max integer, token_lasts interval, send_budget interval)
    returns table (verdict text, epoch integer, waited_ms float8) language plpgsql as $$
    #variable_conflict use_column
    declare
      key endpoints;
      first_day date;
      last_day date;
      workspace text;
      workspace_places integer;
      fenced integer;
      waited float8;
    begin
      select e.* into key from endpoints e
        where e.id = (select r.endpoint_id from renders r where r.id = wanted)
          and e.status <> 'paused' and (e.backoff_until is null or e.backoff_until <= dailies_now())
        for no key update;
      if not found then
        return query select 'resting', 0, 0::float8; return;
      end if;
      -- What is in doubt takes a place of the key, and none of those that trouble has left: it may be looked for as long as a quiet period lasts.
      if key.in_flight_max <= (select count(*) from renders r where r.endpoint_id = key.id and r.status in ('submitting', 'ambiguous', 'running')) or
        places <= (select count(*) from renders r where r.endpoint_id = key.id and r.status in ('submitting', 'running')) then
        return query select 'no_place', 0, 0::float8; return;
      end if;
      if doubt_max <= (select count(*) from renders r where r.endpoint_id = key.id and r.status in ('submitting', 'ambiguous')) or
        (key.status = 'probing' and exists (select from renders r where r.endpoint_id = key.id and r.status = 'submitting')) then
        return query select 'in_doubt', 0, 0::float8; return;
      end if;
      select c.workspace_id, n.renders_in_flight into workspace, workspace_places
        from renders r join campaigns c on c.num = r.campaign_num join workspaces w on w.id = c.workspace_id join entitlements n on n.edition = w.edition
        where r.id = wanted;
      if workspace_places is not null then
        perform from workspaces w where w.id = workspace for no key update;
        if workspace_places <= (select count(*) from renders r join campaigns c on c.num = r.campaign_num
          where c.workspace_id = workspace and r.status in ('submitting', 'ambiguous', 'running')) then
          return query select 'no_entitlement', 0, 0::float8; return;
        end if;
      end if;
      if minute_max is not null then
        delete from send_tokens t where t.endpoint_id = key.id and t.counts_until <= dailies_now();
        if minute_max <= (select count(*) from send_tokens t where t.endpoint_id = key.id) then
          return query select 'no_token', 0, 0::float8; return;
        end if;
      end if;
      if key.day_max is not null then
        -- A request sent just before midnight may be counted just after it: it counts on both days.
        first_day := (dailies_now() at time zone 'UTC')::date;
        last_day := ((dailies_now() + send_budget) at time zone 'UTC')::date;
        if exists (select from endpoint_days d where d.endpoint_id = key.id and d.day in (first_day, last_day) and d.sends >= key.day_max) then
          return query select 'day_full', 0, 0::float8; return;
        end if;
      end if;

      -- The queue for the endpoint's row is no part of a send's budget.
      waited := extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000;
      update renders r set status = 'submitting', epoch = r.epoch + 1, sent_at = dailies_now(), changed_at = dailies_now(), due_at = dailies_now()
        from campaigns c
        where r.id = wanted and r.status = 'intended' and c.num = r.campaign_num and c.status = 'running'
        returning r.epoch into fenced;
      if fenced is null then
        return query select 'not_ours', 0, 0::float8; return;
      end if;
      if minute_max is not null then
        insert into send_tokens (render_id, epoch, endpoint_id, counts_until) values (wanted, fenced, key.id, dailies_now() + token_lasts);
      end if;
      if key.day_max is not null then
        insert into endpoint_days as kept (endpoint_id, day, sends)
          select key.id, day, 1 from (select first_day union select last_day) as days (day)
          on conflict (endpoint_id, day) do update set sends = kept.sends + 1;
      end if;
      return query select 'fenced', fenced, waited;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function fence_render(text, integer, integer, integer, interval, interval)`.execute(db);
  await sql`drop table dispatch_turns, endpoint_days, send_tokens`.execute(db);
  await sql`alter table campaigns drop column priority`.execute(db);
  await sql`update endpoints set status = 'paused' where status = 'probing'`.execute(db);
  await sql`
    alter table endpoints
      drop constraint endpoints_status_check,
      add constraint endpoints_status_check check (status in ('active', 'paused')),
      drop column paused_by,
      drop column day_max,
      drop column finals_first,
      drop column sending_share,
      drop column share_cut_at`.execute(db);
}
