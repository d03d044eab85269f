import { expect, test } from 'vitest';
import { budgetWarning, columnWarnings, quotaWarning, repeatWarning } from './plan-warnings.rules.ts';

const column = { model: 'Sora 2', retiresOn: null, priceCheckedOn: '2026-06-01', cells: 4 };

test('a model that retires within 60 days is named once, with its cells', () => {
  const soon = [
    { ...column, retiresOn: '2026-09-24' },
    { ...column, retiresOn: '2026-09-24', cells: 2 },
  ];
  expect(columnWarnings(soon, '2026-07-26')).toMatchObject([{ code: 'model_retiring', cells: 6 }]);
  expect(columnWarnings(soon, '2026-07-26')[0]!.message).toMatch(/^Sora 2 retires on 2026-09-24/);
  expect(columnWarnings(soon, '2026-07-25')).toEqual([]);
  expect(columnWarnings([{ ...column, retiresOn: '2026-09-24', cells: 0 }], '2026-09-20')).toEqual([]);
});

test('a price that nobody checked for 90 days is named with its date', () => {
  expect(columnWarnings([column], '2026-08-30')).toEqual([]);
  const stale = columnWarnings([column, { ...column, priceCheckedOn: '2026-08-01' }], '2026-08-31');
  expect(stale).toMatchObject([{ code: 'price_stale', cells: 4 }]);
  expect(stale[0]!.message).toContain('last checked on 2026-06-01');
});

test('repeats, a quota and a budget that a launch would not fit are told before it', () => {
  expect(repeatWarning(0)).toEqual([]);
  expect(repeatWarning(1)[0]!.message).toMatch(/^1 cell repeats another and shares its clip\./);
  expect(repeatWarning(3)[0]!.message).toMatch(/^3 cells repeat others and share their clip\./);
  expect(quotaWarning({ limit: 10, used: 7 }, 3, 'Free plan')).toEqual([]);
  expect(quotaWarning(null, 100, 'Enterprise plan')).toEqual([]);
  expect(quotaWarning({ limit: 10, used: 7 }, 4, 'Free plan')).toMatchObject([{ code: 'over_quota', cells: 1 }]);
  const budgets = [
    { limitMicros: 5_000_000, committedMicros: 1_000_000 },
    { limitMicros: 2_000_000, committedMicros: 1_500_000 },
  ];
  expect(budgetWarning(budgets, 500_000, 2)).toEqual([]);
  expect(budgetWarning([], 500_000, 2)).toEqual([]);
  expect(budgetWarning(budgets, 500_001, 2)).toMatchObject([{ code: 'over_budget', cells: 2 }]);
});
