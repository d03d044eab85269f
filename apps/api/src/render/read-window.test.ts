import { expect, it } from 'vitest';
import type { Deps } from '../deps.ts';
import type { Operation, Provider } from '../providers/provider.ts';
import { readWindow } from './read-window.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const deps = { log: { warn: () => undefined } } as unknown as Deps;
const within = { since: new Date(NOW - 3_600_000), nowMs: () => NOW };

/** A list of videos, newest first, of which `deleted` goes after the first page; behind an unknown place it shows an empty page, as some servers do. */
function listOf(count: number, deleted: string | null): Provider {
  let videos = Array.from({ length: count }, (_, n) => ({ id: `video_${n}`, createdAt: new Date(NOW - n * 1_000) }) as Operation);
  const list: Provider['list'] = ({ after, limit }) => {
    const from = after === null ? 0 : videos.findIndex(({ id }) => id === after) + 1;
    const operations = after !== null && from === 0 ? [] : videos.slice(from, from + limit);
    const nextAfter = from + limit < videos.length && operations.length > 0 ? operations.at(-1)!.id : null;
    videos = videos.filter(({ id }) => id !== deleted);
    return Promise.resolve({ kind: 'page', operations, nextAfter, providerNow: null });
  };
  const check: Provider['check'] = (wanted) =>
    Promise.resolve(videos.some(({ id }) => id === wanted) ? { kind: 'found', operation: videos[0]! } : { kind: 'gone' });
  return { list, check } as unknown as Provider;
}

it.each([0, 99, 100, 101, 150, 200])('reads all of %i videos', async (count) => {
  const window = await readWindow(deps, listOf(count, null), within, new AbortController().signal);
  expect(window).toMatchObject({ complete: true });
  expect(window.operations).toHaveLength(count);
});

it('knows no end behind a video that was deleted between two pages', async () => {
  const window = await readWindow(deps, listOf(150, 'video_99'), within, new AbortController().signal);
  expect(window).toMatchObject({ complete: false });
});

const SECOND = 1_000;
const whole = { since: new Date(NOW - 600 * SECOND), nowMs: () => NOW };
const made = (n: number, secondsAgo: number): Operation =>
  ({ id: `video_${n}`, createdAt: new Date(NOW - secondsAgo * SECOND) }) as Operation;
const seconds = (from: number, until: number, step = 1) =>
  Array.from({ length: Math.floor((until - from) / step) }, (_, n) => from + n * step);

type Page = Extract<Awaited<ReturnType<Provider['list']>>, { kind: 'page' }>;
/** A server that answers these pages one after the other, and the last of them for ever. */
function pagesOf(...pages: Partial<Page>[]): Provider {
  let asked = 0;
  const list: Provider['list'] = () => {
    const page = pages[Math.min(asked, pages.length - 1)]!;
    asked += 1;
    return Promise.resolve({ kind: 'page', operations: [], nextAfter: null, providerNow: null, ...page });
  };
  return { list, check: () => Promise.resolve({ kind: 'found' }) } as unknown as Provider;
}
const readPages = (...pages: Partial<Page>[]) => readWindow(deps, pagesOf(...pages), whole, new AbortController().signal);

it('knows no end where a server shows the same page again', async () => {
  const page = { operations: [made(1, 20), made(2, 30)], nextAfter: 'video_2' };
  expect(await readPages(page, page)).toMatchObject({ complete: false, spanned: false, answered: true });
});

it('goes on behind a page of deleted videos, and behind a capped one', async () => {
  const last = { operations: [made(1, 20)], nextAfter: null };
  expect(await readPages({ nextAfter: 'video_0' }, last)).toMatchObject({ complete: true, operations: [{ id: 'video_1' }] });
  expect(await readPages({ nextAfter: 'video_0' })).toMatchObject({ complete: false });
});

it('does not stop at an old video of a list that goes from old to new', async () => {
  const old = seconds(800, 900, 10).map((ago, n) => made(n, ago));
  const rising = { operations: old.toReversed(), nextAfter: 'video_0' };
  const fresh = { operations: [made(50, 20)], nextAfter: null };
  expect(await readPages(rising, fresh)).toMatchObject({ complete: true, operations: expect.arrayContaining([made(50, 20)]) });
  expect(await readPages(rising, rising)).toMatchObject({ complete: false });
  const slowly = { operations: seconds(800, 803).map((ago, n) => made(n, 1_603 - ago)), nextAfter: 'video_2' };
  expect(await readPages(slowly, slowly)).toMatchObject({ complete: false });
});

it('stops at the first video made before, whatever the order of one moment', async () => {
  const page = { operations: [made(1, 30), made(2, 28), made(3, 30), made(4, 700)], nextAfter: 'video_4' };
  expect(await readPages(page, { kind: 'page', operations: [], cut: true })).toMatchObject({ complete: true });
});

it('proves nothing by pages of which entries were left out, or that do not say how to go on', async () => {
  expect(await readPages({ operations: [made(1, 20)], leftOut: true })).toMatchObject({ complete: false, spanned: true });
  expect(await readPages({ operations: [made(1, 20)], cut: true })).toMatchObject({ complete: false, spanned: false });
});

it.each([
  ['behind', -240, 760, 1_000],
  ['ahead', 240, 1_000, 1_240],
])('dates a video by both clocks where the provider’s is %s', async (_name, aheadSeconds, latest, earliest) => {
  const { operations } = await readPages({ operations: [made(1, 1_000)], providerNow: new Date(NOW + aheadSeconds * SECOND) });
  expect(operations).toMatchObject([{ createdAt: new Date(NOW - latest * SECOND), earliestAt: new Date(NOW - earliest * SECOND) }]);
});
