import { describe, expect, test } from 'vitest';
import { InputInvalid } from '../lib/refusal.ts';
import { type BudgetState, checkThresholds, findExceeded, inWords, reachedThresholds, remainingMicros } from './budget.rules.ts';

const budget = (id: string, limitMicros: number, committedMicros: number): BudgetState => ({
  id,
  limitMicros,
  committedMicros,
  thresholds: [100, 50, 80],
  scope: 'workspace',
  period: 'day',
  userId: null,
  campaignNum: null,
  startsOn: '2026-11-22',
  resetsAt: null,
});

describe('a budget', () => {
  test('has room up to its limit, and not a micro more; the one with least room is named', () => {
    const budgets = [budget('wide', 1_000, 900), budget('narrow', 100, 50), budget('over', 10, 12)];
    expect(findExceeded([budgets[0]!, budgets[1]!], 50)).toBeNull();
    expect(findExceeded([budgets[0]!, budgets[1]!], 51)?.id).toBe('narrow');
    expect(findExceeded(budgets, 1)?.id).toBe('over');
    expect(findExceeded(budgets, 0)?.id).toBe('over');
    expect(findExceeded([], 1)).toBeNull();
    expect(budgets.map(remainingMicros)).toEqual([100, 50, 0]);
  });

  test.each([
    [0, []],
    [499, []],
    [500, [50]],
    [800, [50, 80]],
    [1_500, [50, 80, 100]],
  ])('with %i of 1000 committed has reached %j', (committed, reached) =>
    expect(reachedThresholds(budget('b', 1_000, committed))).toEqual(reached),
  );

  test('of nothing has reached nothing until something is committed', () => {
    expect(reachedThresholds(budget('b', 0, 0))).toEqual([]);
    expect(reachedThresholds(budget('b', 0, 1))).toEqual([50, 80, 100]);
  });

  test('tells at most ten whole percentages, each once', () => {
    expect(checkThresholds([90, 10, 90])).toEqual([10, 90]);
    for (const wrong of [[0], [1_001], [0.5], Array.from({ length: 11 }, (_one, n) => n + 1)])
      expect(() => checkThresholds(wrong)).toThrow(InputInvalid);
  });

  test('is named for people', () => {
    expect(inWords({ scope: 'user', period: 'month' })).toBe('person’s budget of the month');
    expect(inWords({ scope: 'campaign', period: 'total' })).toBe('campaign’s budget');
  });
});
