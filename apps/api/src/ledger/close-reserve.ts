import type { Trx } from '../db/database.ts';
import { LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import { insertAdmission, readPayer, returnAdmitted } from './admission.store.ts';
import { appendEntries } from './append-entries.ts';
import { lockBudgets } from './budget.store.ts';
import { closeChange, reserveChange } from './ledger.rules.ts';
import { readBalance } from './read-balance.ts';
import { tellThresholds } from './tell-thresholds.ts';
import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';

export interface PaidCampaign {
  num: number;
  id: string;
  workspaceId: string;
}

/**
 * Gives what a campaign has to spare back to the budgets, when it has ended. Call it under the campaign's row lock; repeating it changes
 * nothing. Answers how much.
 */
export async function closeReserve(trx: Trx, campaign: PaidCampaign): Promise<Micros> {
  const { spareMicros } = await readBalance(trx, campaign.num);
  if (spareMicros <= 0) return 0;
  const change = closeChange(`spare:${campaign.id}:${await readLastEntry(trx, campaign.num)}`, spareMicros);
  await appendEntries(trx, [{ ...change, workspaceId: campaign.workspaceId, campaignNum: campaign.num }], LOCK_HOLDERS_SHARD);
  await returnAdmitted(trx, campaign.num, spareMicros);
  return spareMicros;
}

/**
 * What was billed beyond a campaign's reserve: budgets count it from here on, without having been asked. Call it under the campaign's row
 * lock, after whatever drew on what was spare. Answers how much it was; 0 while the reserve suffices.
 */
export async function bookOverrun(trx: Trx, campaign: PaidCampaign): Promise<Micros> {
  const { spareMicros } = await readBalance(trx, campaign.num);
  if (spareMicros >= 0) return 0;
  const missingMicros = 0 - spareMicros;
  const reason = `overrun:${campaign.id}:${await readLastEntry(trx, campaign.num)}`;
  const about = { workspaceId: campaign.workspaceId, campaignNum: campaign.num };
  const userId = await readPayer(trx, campaign.num);
  // So that what is told is told by whoever comes second, who sees both.
  await lockBudgets(trx, { ...about, userId });
  await insertAdmission(trx, { ...about, userId, kind: 'overrun', reason, micros: missingMicros });
  await appendEntries(trx, [{ ...about, ...reserveChange(reason, { askedMicros: missingMicros, cellsMicros: 0 }) }], LOCK_HOLDERS_SHARD);
  await tellThresholds(trx, { ...about, userId });
  return missingMicros;
}

/** Names what is booked next: under the campaign's lock no two bookings come after the same entry. */
async function readLastEntry(trx: Trx, campaignNum: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select coalesce(max(id), 0)::bigint as id from ledger_entries where campaign_num = ${campaignNum}`.execute(trx);
  return rows[0]!.id;
}
