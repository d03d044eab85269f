import { expect, test } from 'vitest';
import type { EntitlementRow } from '../db/tables/entitlements.table.ts';
import { overEntitlement, quotaResetsAt } from './entitlements.rules.ts';

const FREE: EntitlementRow = {
  edition: 'free',
  tiers: ['standard'],
  seconds_max: 4,
  pixels_max: 1280 * 720,
  renders_per_day: 10,
  renders_in_flight: 2,
  retention_days: 7,
};
const ENTERPRISE: EntitlementRow = { ...FREE, edition: 'enterprise', tiers: ['standard', 'pro'], seconds_max: null, pixels_max: null };

test.each([
  ['the smallest', { tier: 'standard', seconds: 4, size: '720x1280' }, null],
  ['a better model', { tier: 'pro', seconds: 4, size: '720x1280' }, 'Free plan: Standard models only'],
  ['a longer clip', { tier: 'standard', seconds: 8, size: '720x1280' }, 'Free plan: clips of at most 4 s'],
  ['a larger frame', { tier: 'standard', seconds: 4, size: '1024x1792' }, 'Free plan: frames of at most 921,600 pixels'],
] as const)('the free edition and %s', (_name, asked, note) => {
  expect(overEntitlement(FREE, asked)).toBe(note);
  expect(overEntitlement(ENTERPRISE, asked)).toBeNull();
});

test('the day ends at midnight UTC, wherever the person is', () => {
  expect(quotaResetsAt(new Date('2026-12-31T23:59:59.999Z'))).toEqual(new Date('2027-01-01T00:00:00Z'));
  expect(quotaResetsAt(new Date('2026-03-08T00:00:00Z'))).toEqual(new Date('2026-03-09T00:00:00Z'));
});
