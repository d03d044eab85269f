import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CHUNK_CELLS, createCellStore } from './cell-store.ts';

interface Cell {
  index: number;
  phase: string;
  changedAt: string;
}

const BEFORE = '2026-11-22T14:00:00.000Z';
const AFTER = '2026-11-22T14:00:01.000Z';

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ index: from + n, phase: 'planned', changedAt: BEFORE }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('loads only the chunks in view, each once, the last one short', async () => {
  const load = vi.fn(async (from: number, to: number): Promise<Cell[]> => range(from, to));
  const store = createCellStore<Cell>({ total: 450, load });
  store.want([3, 4, 430]);
  await vi.runAllTimersAsync();
  expect(load.mock.calls).toEqual([
    [0, CHUNK_CELLS - 1],
    [2 * CHUNK_CELLS, 449],
  ]);
  store.want([5, 449]);
  await vi.runAllTimersAsync();
  expect(load).toHaveBeenCalledTimes(2);
  expect(store.get(449)).toMatchObject({ index: 449, phase: 'planned' });
});

test('a fast scroll forgets what it passed', async () => {
  const load = vi.fn(async (from: number, to: number): Promise<Cell[]> => range(from, to));
  const store = createCellStore<Cell>({ total: 100_000, load });
  store.want([0]);
  store.want([50_000]);
  await vi.runAllTimersAsync();
  expect(load.mock.calls.map(([from]) => from)).toEqual([50_000]);
});

test('news changes one cell and tells only its listener; news of an unseen chunk waits', async () => {
  const store = createCellStore<Cell>({ total: 1_000, load: async (from, to) => range(from, to) });
  store.want([0]);
  await vi.runAllTimersAsync();
  const [seven, eight] = [vi.fn(), vi.fn()];
  store.subscribe(7, seven);
  const stop = store.subscribe(8, eight);
  store.put([
    { index: 7, phase: 'ready', changedAt: AFTER },
    { index: 900, phase: 'ready', changedAt: AFTER },
  ]);
  expect([seven.mock.calls.length, eight.mock.calls.length]).toEqual([1, 0]);
  expect([store.get(7)?.phase, store.get(900)]).toEqual(['ready', undefined]);
  stop();
  store.put([{ index: 8, phase: 'ready', changedAt: AFTER }]);
  expect(eight).not.toHaveBeenCalled();
});

test('after a gap the view is loaded again while old cells stay', async () => {
  let phase = 'queued';
  const store = createCellStore<Cell>({ total: 10, load: async (from, to) => range(from, to).map((cell) => ({ ...cell, phase })) });
  store.want([0]);
  await vi.runAllTimersAsync();
  phase = 'ready';
  store.expire();
  expect(store.get(0)?.phase).toBe('queued');
  await vi.runAllTimersAsync();
  expect(store.get(0)?.phase).toBe('ready');
});

test('a failed load is said, and asked again after expire', async () => {
  let broken = true;
  const store = createCellStore<Cell>({
    total: 10,
    load: async (from, to) => {
      if (broken) throw new Error('offline');
      return range(from, to);
    },
  });
  store.want([0]);
  await vi.runAllTimersAsync();
  expect(store.failure.get()?.message).toBe('offline');
  broken = false;
  store.expire();
  await vi.runAllTimersAsync();
  expect([store.failure.get(), store.get(0)?.index]).toEqual([null, 0]);
});

test('fetch answers cells that were never in view', async () => {
  const store = createCellStore<Cell>({ total: 1_000, load: async (from, to) => range(from, to) });
  const found = await store.fetch([3, 999]);
  expect(found.map(({ index }) => index)).toEqual([3, 999]);
});

test('an answer that news has overtaken changes nothing', async () => {
  const store = createCellStore<Cell>({
    total: 10,
    load: async (from, to) => {
      store.put([{ index: 3, phase: 'ready', changedAt: AFTER }]);
      return range(from, to);
    },
  });
  store.want([0]);
  await vi.runAllTimersAsync();
  expect([store.get(3)?.phase, store.get(4)?.phase]).toEqual(['ready', 'planned']);
});
