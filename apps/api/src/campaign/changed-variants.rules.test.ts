import { expect, test } from 'vitest';
import { changedIndexes } from './changed-variants.rules.ts';

test.each([
  [
    'single cells',
    [
      { kind: 'render.running', facts: { index: 7 } },
      { kind: 'render.stored', facts: { index: 3 } },
    ],
    [3, 7],
    true,
  ],
  [
    'a cell twice',
    [
      { kind: 'render.running', facts: { index: 7 } },
      { kind: 'render.stored', facts: { index: 7 } },
    ],
    [7],
    true,
  ],
  ['several at once', [{ kind: 'renders.progressed', facts: { indexes: [2, 1] } }], [1, 2], true],
  ['a short range', [{ kind: 'variants.queued', facts: { from: 0, to: 3 } }], [0, 1, 2], true],
  ['a long range', [{ kind: 'variants.queued', facts: { from: 0, to: 1000 } }], [], false],
  ['a retry, which names none', [{ kind: 'variants.queued', facts: { retried: 4 } }], [], false],
  ['a cancelled campaign', [{ kind: 'campaign.cancelled', facts: {} }], [], false],
  ['a paused campaign', [{ kind: 'campaign.paused', facts: {} }], [], true],
] as const)('%s', (_what, events, indexes, isWhole) => {
  expect(changedIndexes(events as unknown as Parameters<typeof changedIndexes>[0])).toEqual({ indexes, isWhole });
});

test('more than one message holds are told in part', () => {
  const events = Array.from({ length: 600 }, (_one, index) => ({ kind: 'render.running' as const, facts: { index } }));
  const changed = changedIndexes(events);
  expect(changed.isWhole).toBe(false);
  expect(changed.indexes).toHaveLength(500);
});
