import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { LedgerEntryRow } from '../db/tables/ledger-entries.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';

/** An entry with the cell it was for; null where it was for none, or for many. */
export type EntryRow = LedgerEntryRow & { variant_index: number | null };

/** A campaign's entries, newest first; the sort key is `id`. */
export async function listEntries(db: Db, campaignNum: number, page: KeysetPage): Promise<EntryRow[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]].map((key) => (key === undefined ? null : Number(key)));
  return db
    .selectFrom('ledger_entries as e')
    .leftJoin('renders as r', 'r.id', 'e.render_id')
    .selectAll('e')
    .select('r.variant_index')
    .where('e.campaign_num', '=', campaignNum)
    .$if(after !== null, (select) => select.where('e.id', '<', after!))
    .$if(before !== null, (select) => select.where('e.id', '>', before!))
    .orderBy('e.id', page.inverted ? 'asc' : 'desc')
    .limit(page.limit)
    .execute();
}

/** What a campaign held and had spent once an entry was booked. */
export interface BalanceAfter {
  id: number;
  heldMicros: Micros;
  settledMicros: Micros;
}

/** The running balances at some entries of one campaign or several: each is the sum of all entries up to it. */
export async function readBalancesAfter(db: Db, entryIds: readonly number[]): Promise<BalanceAfter[]> {
  const { rows } = await sql<BalanceAfter>`
    with asked as (
      select campaign_num, max(id) as last from ledger_entries where id = any(${entryIds}::bigint[]) group by campaign_num
    ), running as (
      select e.id, sum(e.held_micros) over so_far as held, sum(e.settled_micros) over so_far as settled
      from asked join ledger_entries e on e.campaign_num = asked.campaign_num and e.id <= asked.last
      window so_far as (partition by e.campaign_num order by e.id)
    )
    select id, held::bigint as "heldMicros", settled::bigint as "settledMicros" from running where id = any(${entryIds}::bigint[])`.execute(
    db,
  );
  return rows;
}
