import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Balance } from './ledger.rules.ts';

export const EMPTY_BALANCE: Balance = { heldMicros: 0, settledMicros: 0, spareMicros: 0 };

/** What a campaign holds, has spent and has to spare, in whole micros: eight rows at most, whatever the ledger's length. */
export async function readBalance(db: Db, campaignNum: number): Promise<Balance> {
  return (await readBalances(db, [campaignNum])).get(campaignNum) ?? EMPTY_BALANCE;
}

/** Balances by campaign; a campaign without entries is absent. */
export async function readBalances(db: Db, campaignNums: readonly number[]): Promise<Map<number, Balance>> {
  if (campaignNums.length === 0) return new Map();
  const { rows } = await sql<Balance & { campaignNum: number }>`
    select campaign_num as "campaignNum",
      sum(held_micros)::bigint as "heldMicros", sum(settled_micros)::bigint as "settledMicros", sum(spare_micros)::bigint as "spareMicros"
    from ledger_balances where campaign_num = any(${campaignNums}::int[]) group by campaign_num`.execute(db);
  return new Map(rows.map(({ campaignNum, ...balance }) => [campaignNum, balance]));
}
