import { describe, expect, test } from 'vitest';
import { byRetirement, mayReplan, swapsOf } from './model-swaps.ts';

const NOW_MS = Date.parse('2026-11-28T12:00:00Z');
const model = (id: string, retiresOn: string | null, retired = false) => ({ id, name: id, retired, retiresOn });

describe('models another may take the place of', () => {
  test('are told apart by the day they retire', () => {
    const models = [model('later', '2027-06-01'), model('gone', '2026-11-01', true), model('soon', '2027-01-27'), model('stays', null)];
    const { retired, ending, staying } = byRetirement(models, NOW_MS);
    expect([retired, ending, staying].map((group) => group.map(({ id }) => id))).toEqual([['gone'], ['soon'], ['later', 'stays']]);
  });

  test('are sent once chosen, several at a time', () => {
    expect(swapsOf({ a: 'x', b: null, c: 'y' })).toEqual([
      { fromId: 'a', toId: 'x' },
      { fromId: 'c', toId: 'y' },
    ]);
  });

  test.each([
    ['DRAFT', true],
    ['COMPLETED', true],
    ['CANCELLED', false],
    ['ARCHIVED', false],
  ] as const)('while the campaign is %s: %s', (status, may) => expect(mayReplan(status)).toBe(may));
});
