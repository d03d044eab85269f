import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** A campaign whose kept balance differs from the sum of its entries; micros. */
export interface LedgerDifference {
  campaignNum: number;
  keptHeld: number;
  keptSettled: number;
  heldOfEntries: number;
  settledOfEntries: number;
}

/** Recomputes every balance (or one campaign's) from the entries, in one snapshot; answers those that differ: none, when all is well. */
export async function verifyLedger(db: Db, campaignNum?: number): Promise<LedgerDifference[]> {
  const { rows } = await sql<LedgerDifference>`
    select campaign_num as "campaignNum",
      coalesce(kept.held, 0)::bigint as "keptHeld", coalesce(kept.settled, 0)::bigint as "keptSettled",
      coalesce(entries.held, 0)::bigint as "heldOfEntries", coalesce(entries.settled, 0)::bigint as "settledOfEntries"
    from (select campaign_num, sum(held_micros) as held, sum(settled_micros) as settled from ledger_balances group by campaign_num) kept
    full join (select campaign_num, sum(held_micros) as held, sum(settled_micros) as settled from ledger_entries group by campaign_num) entries
      using (campaign_num)
    where (coalesce(kept.held, 0), coalesce(kept.settled, 0)) is distinct from (coalesce(entries.held, 0), coalesce(entries.settled, 0))
      and (${campaignNum ?? null}::int is null or campaign_num = ${campaignNum ?? null}::int)`.execute(db);
  return rows;
}
