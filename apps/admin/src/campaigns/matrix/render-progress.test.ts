import { expect, test } from 'vitest';
import { expectedShare } from './render-progress.ts';

test.each([
  [0, 70, 0],
  [35, 70, 50],
  [70, 70, 95],
  [500, 70, 95],
  [5, 0, 95],
])('%i of about %i seconds fill %i percent', (elapsed, typical, share) => expect(expectedShare(elapsed, typical)).toBe(share));
