import type { Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { type BudgetState, reachedThresholds } from './budget.rules.ts';
import { insertAlerts, type Payer, readBudgetsOf } from './budget.store.ts';

/** Tells each threshold that a payer's budgets have reached, once a period, whoever comes to it first. */
export async function tellThresholds(trx: Trx, payer: Payer): Promise<void> {
  await tellThresholdsOf(trx, payer.workspaceId, await readBudgetsOf(trx, payer));
}

export async function tellThresholdsOf(trx: Trx, workspaceId: string, budgets: readonly BudgetState[]): Promise<void> {
  const reached = budgets
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((budget) => reachedThresholds(budget).map((percent) => ({ budgetId: budget.id, startsOn: budget.startsOn, percent })));
  const budgetOf = new Map(budgets.map((budget) => [budget.id, budget]));
  await recordEvents(
    trx,
    (await insertAlerts(trx, reached)).map(({ budgetId, percent }) => {
      const { campaignNum, scope, period, limitMicros, committedMicros, startsOn } = budgetOf.get(budgetId)!;
      const facts = { percent, scope, period, limitMicros, committedMicros, startsOn };
      return { workspaceId, campaignNum, kind: 'budget.threshold', subject: budgetId, facts };
    }),
  );
}
