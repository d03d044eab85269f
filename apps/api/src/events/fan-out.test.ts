import { expect, test } from 'vitest';
import { EVENTS_WAITING_MAX, createFanOut } from './fan-out.ts';
import type { Event } from './topics.ts';

function events(from: number, count: number, campaignNum = 1): Event[] {
  return Array.from({ length: count }, (_none, n) => ({
    seq: from + n,
    workspaceId: 'wsp_1',
    campaignNum,
    kind: 'render.running' as const,
    subject: 'rnd_1',
    facts: {},
    at: new Date(0),
  }));
}
const seqs = (result: IteratorResult<{ events: Event[] }>): number[] => (result.done ? [] : result.value.events.map((event) => event.seq));

test('a reader gets the events of its campaign in order, in one batch what came while it was busy', async () => {
  const fanOut = createFanOut();
  const reader = fanOut.read(1, new AbortController().signal);
  fanOut.deliver([...events(1, 2), ...events(3, 1, 2)]);
  fanOut.deliver(events(4, 1));
  expect(await reader.next()).toMatchObject({ value: { gap: false } });
  const later = reader.next();
  fanOut.deliver(events(5, 1));
  expect(seqs(await later)).toEqual([5]);
});

test('reading begins at the call: nothing delivered before the first next is lost', async () => {
  const fanOut = createFanOut();
  const reader = fanOut.read(1, new AbortController().signal);
  fanOut.deliver(events(1, 3));
  expect(seqs(await reader.next())).toEqual([1, 2, 3]);
});

test('a slow reader keeps a bounded buffer and learns of the gap; the others do not', async () => {
  const fanOut = createFanOut();
  const slow = fanOut.read(1, new AbortController().signal);
  const quick = fanOut.read(1, new AbortController().signal);
  for (let batch = 0; batch < 10; batch += 1) {
    fanOut.deliver(events(batch * 500, 500));
    expect(await quick.next()).toMatchObject({ value: { gap: false } });
  }
  const result = await slow.next();
  expect(result.value).toMatchObject({ gap: true });
  expect(seqs(result)).toEqual(events(5_000 - EVENTS_WAITING_MAX, EVENTS_WAITING_MAX).map((event) => event.seq));
  fanOut.deliver(events(5_000, 1));
  expect(await slow.next()).toMatchObject({ value: { gap: false } });
});

test('an aborted or returned reader ends and is forgotten', async () => {
  const fanOut = createFanOut();
  const abort = new AbortController();
  const aborted = fanOut.read(1, abort.signal);
  const returned = fanOut.read(2, new AbortController().signal);
  const pending = aborted.next();
  expect(fanOut.campaigns()).toEqual([1, 2]);
  abort.abort();
  await returned.return?.();
  expect(await pending).toEqual({ done: true, value: undefined });
  expect(await returned.next()).toEqual({ done: true, value: undefined });
  expect(fanOut.campaigns()).toEqual([]);
  fanOut.read(3, abort.signal);
  expect(fanOut.campaigns()).toEqual([]);
});

test('a broken log is told to every reader', async () => {
  const fanOut = createFanOut();
  const reader = fanOut.read(1, new AbortController().signal);
  fanOut.breakAll();
  expect(await reader.next()).toEqual({ done: false, value: { events: [], gap: true } });
});
