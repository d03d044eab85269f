import { expect, it } from 'vitest';
import { URL_WINDOW_MS, urlWindow } from './url-window.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 3, 20);
const HOUR = 3_600_000;

it('gives every request inside one window the same times', () => {
  const first = urlWindow(NOW + HOUR, NOW);
  expect(urlWindow(NOW + 60_000 + HOUR, NOW + 60_000)).toEqual(first);
  expect(new Date(first.beginsAtMs).toISOString()).toBe('2026-11-22T12:00:00.000Z');
  expect(new Date(first.endsAtMs).toISOString()).toBe('2026-11-22T13:00:00.000Z');
});

it('never outlives what was asked, and is at most one window shorter', () => {
  for (let ms = 0; ms < 2 * HOUR; ms += 61_000) {
    const { endsAtMs, beginsAtMs } = urlWindow(NOW + ms, NOW);
    expect(endsAtMs).toBeLessThanOrEqual(NOW + ms);
    expect(endsAtMs).toBeGreaterThan(NOW + ms - URL_WINDOW_MS);
    expect(beginsAtMs).toBeLessThanOrEqual(NOW);
  }
});

it('keeps the exact end of a short-lived URL', () => expect(urlWindow(NOW + 30_000, NOW).endsAtMs).toBe(NOW + 30_000));
