import { formatMicros, type Micros } from '@dailies/schema';
import { Refusal } from '../lib/refusal.ts';
import { type BudgetState, inWords } from './budget.rules.ts';

/** A budget has no room for what was asked. Nothing was reserved. */
export class BudgetExceeded extends Refusal {
  readonly code = 'BUDGET_EXCEEDED';
  readonly budget: BudgetState;
  readonly wantedMicros: Micros;
  constructor(budget: BudgetState, wantedMicros: Micros) {
    const left = formatMicros(Math.max(0, budget.limitMicros - budget.committedMicros));
    const resets = budget.resetsAt ? ` It begins anew at ${budget.resetsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.` : '';
    const needs = wantedMicros > 0 ? `This needs ${formatMicros(wantedMicros)} more, and` : 'More was billed than was reserved, and now';
    super(
      `${needs} the ${inWords(budget)} has ${left} left: ${formatMicros(budget.committedMicros)} of ` +
        `${formatMicros(budget.limitMicros)} are spent or reserved.${resets} Take cells out, or ask an administrator to raise the budget.`,
    );
    this.budget = budget;
    this.wantedMicros = wantedMicros;
  }
}
