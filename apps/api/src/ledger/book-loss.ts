import type { Micros } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import { insertAdmission } from './admission.store.ts';
import { appendEntries } from './append-entries.ts';
import { lockBudgets } from './budget.store.ts';
import { lossChange, strayLossChange } from './ledger.rules.ts';
import { tellThresholds } from './tell-thresholds.ts';

export interface Loss {
  workspaceId: string;
  /** Whose money it was; null where nobody can tell. */
  campaignNum: number | null;
  /** Unique for what was lost, e.g. `orphan:<endpoint>:<operation id>`. */
  reason: string;
  micros: Micros;
  note: string;
}

/**
 * Books what a provider billed and nobody wanted. A campaign's loss is taken from what it has to spare: its caller goes on with
 * `coverOverrun`. A loss of no campaign is counted by the workspace's budgets at once. Repeating it books nothing; answers whether it was new.
 */
export async function bookLoss(trx: Trx, loss: Loss): Promise<boolean> {
  const { workspaceId, campaignNum, reason, micros, note } = loss;
  const change = campaignNum === null ? strayLossChange(reason, micros) : lossChange(reason, micros);
  const booked = await appendEntries(trx, [{ ...change, workspaceId, campaignNum, note }]);
  if (booked.size === 0) return false;
  if (campaignNum === null && micros > 0) {
    await lockBudgets(trx, { workspaceId, userId: null, campaignNum });
    await insertAdmission(trx, { workspaceId, userId: null, campaignNum, kind: 'overrun', reason, micros });
    await tellThresholds(trx, { workspaceId, userId: null, campaignNum });
  }
  return true;
}
