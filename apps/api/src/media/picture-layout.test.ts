import { describe, expect, test } from 'vitest';
import { fitWithin, posterSecond, spriteLayout } from './picture-layout.ts';

describe('fitWithin', () => {
  test.each([
    [{ width: 720, height: 1280 }, 640, { width: 360, height: 640 }],
    [{ width: 1792, height: 1024 }, 640, { width: 640, height: 366 }],
    [{ width: 300, height: 200 }, 640, { width: 300, height: 200 }],
    [{ width: 8000, height: 10 }, 160, { width: 160, height: 2 }],
  ])('%o within %d', (video, longEdge, fitted) => {
    expect(fitWithin(video, longEdge)).toEqual(fitted);
  });
});

describe('spriteLayout', () => {
  const video = { width: 720, height: 1280 };
  test.each([
    [500, { frames: 4, columns: 4, rows: 1 }],
    [4_000, { frames: 8, columns: 8, rows: 1 }],
    [12_000, { frames: 24, columns: 8, rows: 3 }],
    [20_000, { frames: 40, columns: 8, rows: 5 }],
    [600_000, { frames: 48, columns: 8, rows: 6 }],
  ])('of %d ms', (durationMs, layout) => {
    expect(spriteLayout(video, durationMs)).toMatchObject({ ...layout, tileWidth: 90, tileHeight: 160 });
    expect(spriteLayout(video, durationMs).secondsPerTile * layout.frames).toBeCloseTo(durationMs / 1000);
  });
});

test('the poster is taken a quarter into the clip', () => {
  expect(posterSecond(4_000)).toBe(1);
});
