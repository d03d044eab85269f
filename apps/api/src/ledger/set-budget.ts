import type { BudgetPeriod, BudgetScope, Micros } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { newId } from '../lib/new-id.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { type BudgetState, checkThresholds, THRESHOLDS_DEFAULT } from './budget.rules.ts';
import { deleteBudget, findOwner, listBudgets, lockBudgetList, upsertBudget } from './budget.store.ts';
import { tellThresholdsOf } from './tell-thresholds.ts';

export interface SetBudgetInput {
  scope: BudgetScope;
  period: BudgetPeriod;
  limitMicros: Micros;
  /** Percent of the limit; absent: 50, 80 and 100. */
  thresholds?: readonly number[] | null | undefined;
  /** Whose, of scope `user`. */
  userId?: string | null | undefined;
  /** Which, of scope `campaign`. */
  campaignId?: string | null | undefined;
}

/**
 * Sets what may be spent: one budget for each scope, owner and period, so that setting it again changes it. Money of the present period that
 * was given before counts at once. Throws NotAllowed, NotFound, InputInvalid.
 */
export async function setBudget(deps: Deps, actor: Actor, input: SetBudgetInput): Promise<BudgetState> {
  allow(actor, 'budget.write');
  const { scope, period, limitMicros } = input;
  const thresholds = checkThresholds(input.thresholds ?? THRESHOLDS_DEFAULT);
  if (limitMicros < 0) throw new InputInvalid('limitMicros', 'A budget’s limit is zero or more.');
  if (period === 'total' && scope !== 'campaign') {
    throw new InputInvalid('period', 'Only a campaign has a budget in all; choose a day or a month.');
  }
  const budget = await deps.db.transaction().execute(async (trx) => {
    await lockBudgetList(trx, actor.workspaceId);
    const { userId, campaignNum } = await readOwner(trx, actor, input);
    const id = await upsertBudget(trx, {
      id: newId('budget', deps.clock.now().getTime()),
      workspace_id: actor.workspaceId,
      scope,
      user_id: userId,
      campaign_num: campaignNum,
      period,
      limit_micros: limitMicros,
      thresholds,
      created_by: actor.userId,
    });
    const [state] = await listBudgets(trx, actor.workspaceId, [id]);
    const facts = { scope, period, limitMicros, thresholds };
    const about = { workspaceId: actor.workspaceId, campaignNum, subject: id, actorId: actor.userId };
    await recordEvents(trx, [{ ...about, kind: 'budget.set', facts }]);
    await tellThresholdsOf(trx, actor.workspaceId, [state!]);
    return state!;
  });
  deps.events.ring();
  return budget;
}

/** Takes a budget away: what it counted stands in the ledger. Throws NotAllowed, NotFound. */
export async function removeBudget(deps: Deps, actor: Actor, input: { budgetId: string }): Promise<void> {
  allow(actor, 'budget.write');
  await deps.db.transaction().execute(async (trx) => {
    const removed = await deleteBudget(trx, actor.workspaceId, input.budgetId);
    if (!removed) throw new NotFound('budget');
    const facts = { scope: removed.scope, period: removed.period, limitMicros: removed.limit_micros };
    const about = { workspaceId: actor.workspaceId, campaignNum: removed.campaign_num, subject: removed.id, actorId: actor.userId };
    await recordEvents(trx, [{ ...about, kind: 'budget.removed', facts }]);
  });
  deps.events.ring();
}

async function readOwner(
  trx: Trx,
  actor: Actor,
  { scope, userId, campaignId }: SetBudgetInput,
): Promise<{ userId: string | null; campaignNum: number | null }> {
  if (scope === 'workspace' && (userId || campaignId)) {
    throw new InputInvalid('scope', 'A workspace’s budget names neither a person nor a campaign.');
  }
  if (scope === 'workspace') return { userId: null, campaignNum: null };
  const id = scope === 'user' ? userId : campaignId;
  if (!id) throw new InputInvalid(`${scope}Id`, scope === 'user' ? 'Say whose budget it is.' : 'Say which campaign’s budget it is.');
  const owner = await findOwner(trx, actor.workspaceId, scope, id);
  if (!owner) throw new NotFound(scope === 'user' ? 'person' : 'campaign');
  return owner;
}
