import { expect, test } from 'vitest';
import { tileAt } from './sprite.ts';

const sheet = { columns: 4, rows: 3, tileWidth: 90, tileHeight: 160, frames: 10 };

test.each([
  [0, { x: 0, y: 0 }],
  [0.35, { x: 270, y: 0 }],
  [0.4, { x: 0, y: 160 }],
  [0.99, { x: 90, y: 320 }],
  [1, { x: 90, y: 320 }],
  [-1, { x: 0, y: 0 }],
])('%d of the clip', (share, corner) => {
  expect(tileAt(sheet, share)).toEqual(corner);
});
