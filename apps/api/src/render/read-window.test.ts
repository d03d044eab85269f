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
