import { expect, test } from 'vitest';
import { isPriceStale } from './price.rules.ts';

test.each([
  ['2026-09-24', '2026-12-23', false],
  ['2026-09-24', '2026-12-24', true],
  ['2026-12-24', '2026-12-24', false],
  ['2027-01-01', '2026-12-24', false],
])('a price checked on %s is stale on %s: %s', (checkedOn, today, stale) => expect(isPriceStale(checkedOn, today)).toBe(stale));
