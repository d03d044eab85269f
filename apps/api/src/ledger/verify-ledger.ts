import { OPEN_RENDER_STATUSES, type Micros } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Something kept that differs from what the entries, or the rows they speak of, add up to. */
export interface LedgerDifference {
  /** Which rule is broken. */
  what: LedgerRule;
  /** The campaign (or `no campaign`), the render or the budget it is about. */
  subject: string;
  keptMicros: Micros;
  expectedMicros: Micros;
}

export type LedgerRule = keyof typeof RULES;

/** What verify asks of the books; each line is one sum, recomputed from its parts. */
export const RULES = {
  held: 'the balance of what is held is the sum of the entries',
  settled: 'the balance of what is settled is the sum of the entries',
  spare: 'the balance of what is spare is the sum of the entries',
  admitted: 'what budgets count of a campaign is what it holds and has settled',
  cells: 'what is held and not spare is what queued cells and open renders speak for',
  overdrawn: 'nothing spare is below zero',
  hold: 'a render’s entries leave its hold while it is open, and take it when it has ended',
  cost: 'an ended render’s entries spend its cost, and nothing where it was not paid',
  saved: 'what a campaign saved is the sum of the cells it was served',
} as const;

/** Before it ended, a render's hold stands; a finished one's is settled at once, though its file is still to come. */
const HOLDING = OPEN_RENDER_STATUSES.filter((status) => status !== 'succeeded');
const PAID = ['succeeded', 'stored', 'expired'];

/**
 * Recomputes every balance (or one campaign's) from the entries, and the entries' sums from the rows they speak of, in one snapshot; answers
 * what differs: nothing, when all is well. Micros.
 */
export async function verifyLedger(db: Db, campaignNum?: number): Promise<LedgerDifference[]> {
  const only = (column: string): RawBuilder<boolean> =>
    campaignNum === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = ${campaignNum}::int`;
  const { rows } = await sql<LedgerDifference>`
    with booked as (
      select coalesce(e.campaign_num, 0) as num, sum(e.held_micros) as held, sum(e.settled_micros) as settled, sum(e.spare_micros) as spare
      from ledger_entries e where ${only('e.campaign_num')} group by 1
    ), kept as (
      select k.campaign_num as num, sum(k.held_micros) as held, sum(k.settled_micros) as settled, sum(k.spare_micros) as spare
      from ledger_balances k where ${only('k.campaign_num')} group by 1
    ), admitted as (
      select coalesce(a.campaign_num, 0) as num, sum(a.micros - a.returned_micros) as micros
      from admissions a where ${only('a.campaign_num')} group by 1
    ), wanted as (
      select c.num, coalesce(waiting.micros, 0) + coalesce(open.micros, 0) as micros
      from campaigns c
      left join lateral (
        select sum(o.price_micros) as micros
        from variants v join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
        where v.campaign_num = c.num and v.phase in ('planned', 'queued') and not exists (
          select from renders r where r.campaign_num = v.campaign_num and r.variant_index = v.index and r.status = any(${HOLDING}::text[]))
      ) waiting on true
      left join lateral (
        select sum(r.hold_micros) as micros from renders r where r.campaign_num = c.num and r.status = any(${HOLDING}::text[])
      ) open on true
      where c.launched_at is not null and c.expanded_count = c.variant_count and ${only('c.num')}
    ), of_render as (
      select e.render_id as id, sum(e.held_micros - e.spare_micros) as cells, sum(e.settled_micros) as settled
      from ledger_entries e where e.render_id is not null and ${only('e.campaign_num')} group by 1
    ), different as (
      select 'held' as what, num, coalesce(kept.held, 0) as is, coalesce(booked.held, 0) as should from booked full join kept using (num)
      union all
      select 'settled', num, coalesce(kept.settled, 0), coalesce(booked.settled, 0) from booked full join kept using (num)
      union all
      select 'spare', num, coalesce(kept.spare, 0), coalesce(booked.spare, 0) from booked full join kept using (num)
      union all
      select 'admitted', num, coalesce(admitted.micros, 0), coalesce(booked.held + booked.settled, 0) from booked full join admitted using (num)
      union all
      select 'cells', num, coalesce(booked.held - booked.spare, 0), wanted.micros from wanted left join booked using (num)
      union all
      select 'overdrawn', num, booked.spare, 0 from booked where booked.spare < 0
    )
    select d.what, coalesce(c.id, 'no campaign') as subject, d.is::bigint as "keptMicros", d.should::bigint as "expectedMicros"
    from different d left join campaigns c on c.num = d.num where d.is <> d.should
    union all
    select 'hold', r.id, coalesce(of_render.cells, 0)::bigint, wanted.cells::bigint
    from renders r left join of_render using (id)
    cross join lateral (select case when r.status = any(${HOLDING}::text[]) then 0 else 0 - r.hold_micros end as cells) wanted
    where ${only('r.campaign_num')} and coalesce(of_render.cells, 0) <> wanted.cells
    union all
    select 'cost', r.id, coalesce(of_render.settled, 0)::bigint, spent.micros
    from renders r left join of_render using (id)
    cross join lateral (select case when r.status = any(${PAID}::text[]) then coalesce(r.cost_micros, r.hold_micros) else coalesce(r.cost_micros, 0) end as micros) spent
    where ${only('r.campaign_num')} and not r.status = any(${HOLDING}::text[]) and coalesce(of_render.settled, 0) <> spent.micros
    union all
    select 'saved', c.id, c.saved_micros, coalesce(served.micros, 0)
    from campaigns c left join lateral (
      select sum(u.saved_micros)::bigint as micros from reuses u where u.campaign_num = c.num and u.status = 'served') served on true
    where ${only('c.num')} and c.saved_micros <> coalesce(served.micros, 0)
    order by 1, 2`.execute(db);
  return rows;
}
