import type { Micros } from '@dailies/schema';
import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { BudgetRow, BudgetsTable } from '../db/tables/budgets.table.ts';
import type { BudgetState } from './budget.rules.ts';

/** Whose money is meant: every budget of the workspace, of the person and of the campaign counts it. */
export interface Payer {
  workspaceId: string;
  userId: string | null;
  campaignNum: number | null;
}

/** Every total begins here. */
const BEGINNING = sql`'0001-01-01'::date`;

/**
 * Locks every budget that counts a payer's money, in the order of their ids. From here to the commit nobody else is admitted on them: what is
 * read after this, in a statement of its own, can only become less.
 */
export async function lockBudgets(trx: Trx, payer: Payer): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${budgetsOf(payer.workspaceId)}, 0))`.execute(trx);
  await sql`select b.id from budgets b where ${counts(payer)} order by b.id for no key update`.execute(trx);
}

/**
 * Keeps a workspace's budgets from being added while money is admitted, and the other way round: a new budget counts, and tells its thresholds of,
 * everything that was given before it.
 */
export async function lockBudgetList(trx: Trx, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${budgetsOf(workspaceId)}, 0))`.execute(trx);
}

const budgetsOf = (workspaceId: string): string => `budgets:${workspaceId}`;

/** The budgets that count a payer's money, in their present periods. */
export async function readBudgetsOf(db: Db, payer: Payer): Promise<BudgetState[]> {
  return readStates(db, counts(payer));
}

/** Every budget of a workspace, or those of some ids; the workspace's own first. */
export async function listBudgets(db: Db, workspaceId: string, ids: readonly string[] | null = null): Promise<BudgetState[]> {
  return readStates(db, sql<boolean>`b.workspace_id = ${workspaceId} and (${ids}::text[] is null or b.id = any(${ids}::text[]))`);
}

/**
 * How much of what each budget counts was spent. A campaign spends what it was given first before what it was given later, so that every day's
 * and every person's part is known.
 */
export async function readSettled(db: Db, workspaceId: string): Promise<Map<string, Micros>> {
  const { rows } = await sql<{ id: string; settled: Micros }>`
    with given as (
      select a.*, a.micros - a.returned_micros as net,
        coalesce(sum(a.micros - a.returned_micros) filter (where a.kind <> 'adjust')
          over (partition by a.campaign_num order by a.id rows between unbounded preceding and 1 preceding), 0) as earlier
      from admissions a where a.workspace_id = ${workspaceId}
    ), spent as (
      select k.campaign_num, sum(k.settled_micros) - coalesce((
        select sum(a.micros) from admissions a where a.campaign_num = k.campaign_num and a.kind = 'adjust'), 0) as settled
      from ledger_balances k where k.campaign_num in (select campaign_num from given) group by k.campaign_num
    ), used as (
      select g.workspace_id, g.user_id, g.campaign_num, g.day,
        case when g.kind = 'adjust' or g.campaign_num is null then g.net else least(g.net, greatest(0, s.settled - g.earlier)) end as settled
      from given g left join spent s on s.campaign_num = g.campaign_num
    )
    select b.id, coalesce(sum(a.settled), 0)::bigint as settled
    from budgets b ${PRESENT} left join used a on ${IS_COUNTED}
    where b.workspace_id = ${workspaceId} group by b.id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.settled]));
}

/** Writes a budget, or gives the one of the same scope, owner and period this limit; answers its id. */
export async function upsertBudget(trx: Trx, budget: Omit<Insertable<BudgetsTable>, 'changed_at'>): Promise<string> {
  const { limit_micros, thresholds } = budget;
  const { id } = await trx
    .insertInto('budgets')
    .values(budget)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'scope', 'user_id', 'campaign_num', 'period'])
        .doUpdateSet({ limit_micros, thresholds, changed_at: sql<Date>`dailies_now()` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Removes a budget with what it has told; undefined when the workspace has none of that id. */
export async function deleteBudget(trx: Trx, workspaceId: string, id: string): Promise<BudgetRow | undefined> {
  return trx.deleteFrom('budgets').where('id', '=', id).where('workspace_id', '=', workspaceId).returningAll().executeTakeFirst();
}

/** The member or campaign of a workspace that a budget is for; undefined when it has no such. */
export async function findOwner(
  db: Db,
  workspaceId: string,
  scope: 'user' | 'campaign',
  id: string,
): Promise<{ userId: string | null; campaignNum: number | null } | undefined> {
  if (scope === 'campaign') {
    const row = await db
      .selectFrom('campaigns')
      .select('num')
      .where('id', '=', id)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return row && { userId: null, campaignNum: row.num };
  }
  const row = await db
    .selectFrom('members')
    .select('user_id')
    .where('user_id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row && { userId: row.user_id, campaignNum: null };
}

/** Marks thresholds of present periods as told; answers those that were not yet. */
export async function insertAlerts(
  trx: Trx,
  reached: readonly { budgetId: string; startsOn: string; percent: number }[],
): Promise<{ budgetId: string; percent: number }[]> {
  if (reached.length === 0) return [];
  const rows = await trx
    .insertInto('budget_alerts')
    .values(reached.map((one) => ({ budget_id: one.budgetId, starts_on: one.startsOn, percent: one.percent })))
    .onConflict((conflict) => conflict.doNothing())
    .returning(['budget_id as budgetId', 'percent'])
    .execute();
  return rows;
}

/** A threshold that was told in a budget's present period. */
export interface BudgetAlert {
  budgetId: string;
  percent: number;
  at: Date;
  /** As they stood when it was told. */
  committedMicros: Micros;
  limitMicros: Micros;
}

/** What some budgets of a workspace have told in their present periods, lowest percentage first. */
export async function listAlerts(db: Db, workspaceId: string, budgetIds: readonly string[]): Promise<BudgetAlert[]> {
  const { rows } = await sql<BudgetAlert>`
    select a.budget_id as "budgetId", a.percent, a.at, (told.facts ->> 'committedMicros')::bigint as "committedMicros",
      (told.facts ->> 'limitMicros')::bigint as "limitMicros"
    from budgets b ${PRESENT} join budget_alerts a on a.budget_id = b.id and a.starts_on = present.starts_on
    join lateral (
      select e.facts from events e where e.subject = b.id and e.kind = 'budget.threshold'
        and (e.facts ->> 'percent')::int = a.percent and e.facts ->> 'startsOn' = a.starts_on::text
      order by e.id desc limit 1
    ) told on true
    where b.workspace_id = ${workspaceId} and b.id = any(${budgetIds}::text[])
    order by a.budget_id, a.percent`.execute(db);
  return rows;
}

const counts = (payer: Payer): RawBuilder<boolean> => sql<boolean>`b.workspace_id = ${payer.workspaceId} and (
  b.scope = 'workspace' or b.user_id = ${payer.userId}::text or b.campaign_num = ${payer.campaignNum}::int)`;

/** A budget's present period: `starts_on` to before `ends_on`. */
const PRESENT = sql`
  cross join (select (dailies_now() at time zone 'UTC')::date as day) today
  cross join lateral (
    select case b.period when 'day' then today.day when 'month' then date_trunc('month', today.day)::date else ${BEGINNING} end as starts_on,
      case b.period when 'day' then today.day + 1 when 'month' then (date_trunc('month', today.day) + interval '1 month')::date end as ends_on
  ) present`;

const IS_COUNTED = sql<boolean>`a.workspace_id = b.workspace_id and a.day >= present.starts_on and (present.ends_on is null or a.day < present.ends_on)
  and (b.user_id is null or a.user_id = b.user_id) and (b.campaign_num is null or a.campaign_num = b.campaign_num)`;

async function readStates(db: Db, which: RawBuilder<boolean>): Promise<BudgetState[]> {
  const { rows } = await sql<BudgetState>`
    select b.id, b.scope, b.period, b.user_id as "userId", b.campaign_num as "campaignNum", b.limit_micros as "limitMicros", b.thresholds,
      present.starts_on as "startsOn", present.ends_on::timestamp at time zone 'UTC' as "resetsAt", (
        select coalesce(sum(a.micros - a.returned_micros), 0)::bigint from admissions a where ${IS_COUNTED}) as "committedMicros"
    from budgets b ${PRESENT} where ${which}
    order by array_position(array['workspace', 'user', 'campaign'], b.scope), b.period, b.id`.execute(db);
  return rows;
}
