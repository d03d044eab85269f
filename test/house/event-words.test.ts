import { expect, it } from 'vitest';
import { EVENT_WORDS } from '../../apps/admin/src/campaigns/inspector/event-words.ts';
import { EVENT_KINDS } from '../../apps/api/src/events/topics.ts';

/** Events about one render have its id as their subject, which is what its life is read by. */
const OF_A_RENDER = EVENT_KINDS.filter((kind) => kind.startsWith('render.'));

it('the inspector has words for every event that the life of a render can hold', () => {
  expect(OF_A_RENDER.length).toBeGreaterThan(10);
  expect(OF_A_RENDER.filter((kind) => !Object.hasOwn(EVENT_WORDS, kind))).toEqual([]);
});

it('and for none that it can not', () => {
  const kinds: readonly string[] = OF_A_RENDER;
  expect(Object.keys(EVENT_WORDS).filter((kind) => !kinds.includes(kind))).toEqual([]);
});
