import type { Micros } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import { LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import type { Deps } from '../deps.ts';
import { insertAdmission } from './admission.store.ts';
import { appendEntries } from './append-entries.ts';
import { findExceeded } from './budget.rules.ts';
import { lockBudgets, type Payer, readBudgetsOf } from './budget.store.ts';
import { reserveChange } from './ledger.rules.ts';
import { readBalance } from './read-balance.ts';
import { BudgetExceeded } from './refusals.ts';
import { tellThresholds } from './tell-thresholds.ts';

interface Asked {
  workspaceId: string;
  /** Who asks: the person's own budgets count it. */
  userId: string;
  campaign: { num: number; id: string };
  /** Unique for what it pays, e.g. `launch:<campaignId>`. */
  reason: string;
}

export interface Admission extends Asked {
  /** Asked of every budget at once. */
  reserveMicros: Micros;
  /** What the cells that are queued with it speak for; absent: all of it. The rest of the reserve is spare. */
  cellsMicros?: Micros;
}

/**
 * Rule of admission: locks every budget that counts this money, and reserves it, or refuses; after that no render asks again. Call it under the
 * campaign's row lock and before queue keys: whoever holds a budget then waits for nothing but rows of that one campaign, and no two wait for
 * each other in a circle. Throws BudgetExceeded; then nothing was reserved.
 */
export async function admit(trx: Trx, deps: Pick<Deps, 'log'>, admission: Admission): Promise<void> {
  const { workspaceId, userId, campaign, reason, reserveMicros, cellsMicros = reserveMicros } = admission;
  const payer = payerOf(admission);
  if (reserveMicros > 0) {
    await checkBudgets(trx, deps, admission, reserveMicros);
    await insertAdmission(trx, { workspaceId, userId, campaignNum: campaign.num, kind: 'asked', reason, micros: reserveMicros });
  }
  const change = reserveChange(reason, { askedMicros: reserveMicros, cellsMicros });
  await appendEntries(trx, [{ ...change, workspaceId, campaignNum: campaign.num, actorId: userId }], LOCK_HOLDERS_SHARD);
  await tellThresholds(trx, payer);
}

/**
 * Money for cells that go back to the queue: first from what the campaign has to spare, the rest is asked for. Answers what was asked for.
 * Same place, same refusal as `admit`.
 */
export async function admitAgain(trx: Trx, deps: Pick<Deps, 'log'>, asked: Asked & { cellsMicros: Micros }): Promise<Micros> {
  const { spareMicros } = await readBalance(trx, asked.campaign.num);
  const reserveMicros = Math.max(0, asked.cellsMicros - Math.max(0, spareMicros));
  await admit(trx, deps, { ...asked, reserveMicros });
  return reserveMicros;
}

/** Locks every budget that counts this money, and refuses when one has no room for it, or is over its limit already. Throws BudgetExceeded. */
export async function checkBudgets(trx: Trx, deps: Pick<Deps, 'log'>, asked: Asked, wantedMicros: Micros): Promise<void> {
  const payer = payerOf(asked);
  await lockBudgets(trx, payer);
  const exceeded = findExceeded(await readBudgetsOf(trx, payer), wantedMicros);
  if (!exceeded) return;
  deps.log.info({ event: 'budget.refused', budgetId: exceeded.id, campaignId: asked.campaign.id, reason: asked.reason, wantedMicros });
  throw new BudgetExceeded(exceeded, wantedMicros);
}

function payerOf({ workspaceId, userId, campaign }: Asked): Payer {
  return { workspaceId, userId, campaignNum: campaign.num };
}
