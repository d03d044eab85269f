import type { BudgetPeriod, BudgetScope, Micros } from '@dailies/schema';
import { InputInvalid } from '../lib/refusal.ts';

export const THRESHOLDS_DEFAULT: readonly number[] = [50, 80, 100];
const THRESHOLDS_MAX = 10;

/** A budget in its present period. */
export interface BudgetState {
  id: string;
  scope: BudgetScope;
  period: BudgetPeriod;
  userId: string | null;
  campaignNum: number | null;
  limitMicros: Micros;
  thresholds: number[];
  /** Spent or reserved, of money that was given in this period. */
  committedMicros: Micros;
  /** YYYY-MM-DD, UTC. */
  startsOn: string;
  /** Null for one that never begins anew. */
  resetsAt: Date | null;
}

/** The budget that has least room for `wantedMicros`, of those that have too little; null when all have enough. */
export function findExceeded(budgets: readonly BudgetState[], wantedMicros: Micros): BudgetState | null {
  const exceeded = budgets.filter((budget) => budget.committedMicros + wantedMicros > budget.limitMicros);
  return exceeded.sort((a, b) => remainingMicros(a) - remainingMicros(b))[0] ?? null;
}

/** What may still be asked for; never below zero. */
export function remainingMicros(budget: Pick<BudgetState, 'limitMicros' | 'committedMicros'>): Micros {
  return Math.max(0, budget.limitMicros - budget.committedMicros);
}

/** Percentages of its limit that a budget has reached, lowest first. */
export function reachedThresholds(budget: Pick<BudgetState, 'limitMicros' | 'committedMicros' | 'thresholds'>): number[] {
  if (budget.committedMicros <= 0) return [];
  return budget.thresholds.filter((percent) => budget.committedMicros * 100 >= budget.limitMicros * percent).sort((a, b) => a - b);
}

/** Percentages once each, lowest first. Throws InputInvalid. */
export function checkThresholds(thresholds: readonly number[]): number[] {
  const sound =
    thresholds.length <= THRESHOLDS_MAX && thresholds.every((percent) => Number.isInteger(percent) && percent >= 1 && percent <= 1_000);
  if (!sound) throw new InputInvalid('thresholds', `Thresholds are at most ${THRESHOLDS_MAX} whole percentages from 1 to 1000.`);
  return [...new Set(thresholds)].sort((a, b) => a - b);
}

/** `workspace’s budget of the day`, for sentences. */
export function inWords(budget: Pick<BudgetState, 'scope' | 'period'>): string {
  const whose = { workspace: 'workspace’s', user: 'person’s', campaign: 'campaign’s' }[budget.scope];
  return budget.period === 'total' ? `${whose} budget` : `${whose} budget of the ${budget.period}`;
}
