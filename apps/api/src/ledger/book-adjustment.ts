import type { Micros } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import { CONNECTION_SHARD, LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import { insertAdmission } from './admission.store.ts';
import { appendEntries } from './append-entries.ts';
import { lockBudgets } from './budget.store.ts';
import { adjustChange } from './ledger.rules.ts';
import { tellThresholds } from './tell-thresholds.ts';

export interface Adjustment {
  workspaceId: string;
  /** Null for money of no campaign. */
  campaignNum: number | null;
  /** Who corrects; null where the house does. */
  userId: string | null;
  /** Unique for what it corrects. */
  reason: string;
  /** Added to what was spent; below zero where less was billed than was booked. */
  micros: Micros;
  note: string;
}

/**
 * Books a correction of what was spent; budgets count it on the day it is booked. Call it under the campaign's row lock. Repeating it books
 * nothing; answers whether it was new.
 */
export async function bookAdjustment(trx: Trx, adjustment: Adjustment): Promise<boolean> {
  const { workspaceId, campaignNum, userId, reason, micros, note } = adjustment;
  const entry = { ...adjustChange(reason, micros), workspaceId, campaignNum, note, ...(userId === null ? {} : { actorId: userId }) };
  const shard = campaignNum === null ? CONNECTION_SHARD : LOCK_HOLDERS_SHARD;
  if ((await appendEntries(trx, [entry], shard)).size === 0) return false;
  await lockBudgets(trx, { workspaceId, userId, campaignNum });
  await insertAdmission(trx, { workspaceId, userId, campaignNum, kind: 'adjust', reason: `adjust:${reason}`, micros });
  await tellThresholds(trx, { workspaceId, userId, campaignNum });
  return true;
}
