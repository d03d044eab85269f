import { expect, it } from 'vitest';
import { parkedCauseOf } from './parked.rules.ts';

it.each([
  [['a'], 'L2', 'disputed'],
  [['a', 'b'], 'L4', 'disputed'],
  [[], 'L2', 'unseen'],
  [[], 'L3', 'unseen'],
  [[], 'L4', 'no_list'],
] as const)('a render that disputes %j at an endpoint of %s waits because of %s', (disputedIds, level, cause) => {
  expect(parkedCauseOf({ disputedIds, level })).toBe(cause);
});
