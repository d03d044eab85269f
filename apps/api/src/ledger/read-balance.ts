import type { Db } from '../db/database.ts';
import type { Balance } from './ledger.rules.ts';

/** What a campaign holds and has spent, in whole micros: eight rows at most, whatever the ledger's length. */
export async function readBalance(db: Db, campaignNum: number): Promise<Balance> {
  return (await readBalances(db, [campaignNum])).get(campaignNum) ?? { heldMicros: 0, settledMicros: 0 };
}

/** Balances by campaign; a campaign without entries is absent. */
export async function readBalances(db: Db, campaignNums: readonly number[]): Promise<Map<number, Balance>> {
  if (campaignNums.length === 0) return new Map();
  const rows = await db
    .selectFrom('ledger_balances')
    .select((eb) => ['campaign_num', eb.fn.sum<number>('held_micros').as('held'), eb.fn.sum<number>('settled_micros').as('settled')])
    .where('campaign_num', 'in', campaignNums)
    .groupBy('campaign_num')
    .execute();
  return new Map(rows.map((row) => [row.campaign_num, { heldMicros: Number(row.held), settledMicros: Number(row.settled) }]));
}
