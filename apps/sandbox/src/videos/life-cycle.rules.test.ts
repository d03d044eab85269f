import { expect, test } from 'vitest';
import { endOf, isContentExpired, planTimes, progressOf } from './life-cycle.rules.ts';
import type { Video } from './video.ts';

const video = (more: Partial<Video>): Video => ({
  seq: 1,
  id: 'video_1',
  state: 'in_progress',
  prompt: 'x',
  model: 'sora-2',
  seconds: 4,
  size: '720x1280',
  audio: true,
  reference: null,
  remixedFrom: null,
  promptSha: '',
  fingerprint: '',
  ending: { kind: 'completed', contentExpired: false },
  queueMs: 0,
  renderMs: 1000,
  burnt: false,
  createdMs: 0,
  startedMs: 0,
  finishedMs: null,
  expiresMs: null,
  error: null,
  ...more,
});

test('a standard 4 s clip renders for one to two minutes, longer and better ones for more, all divided by the speed', () => {
  for (let nth = 0; nth < 200; nth += 1) {
    const { renderMs, queueMs } = planTimes({ model: 'sora-2', seconds: 4 }, { speed: 1, slower: 1 }, [nth]);
    expect(renderMs).toBeGreaterThanOrEqual(60_000);
    expect(renderMs).toBeLessThan(120_000);
    expect(queueMs).toBeLessThan(4000);
    const pro = planTimes({ model: 'sora-2-pro', seconds: 12 }, { speed: 60, slower: 4 }, [nth]);
    expect(pro.renderMs).toBeCloseTo((renderMs * 3 * 1.5 * 4) / 60, 6);
    expect(pro.queueMs).toBeCloseTo(queueMs / 60, 6);
  }
});

test('the same chance gives the same times', () => {
  const plan = (seed: number) => planTimes({ model: 'sora-2', seconds: 4 }, { speed: 1, slower: 1 }, [seed, 'fingerprint', 1]);
  expect(plan(1)).toEqual(plan(1));
  expect(plan(1)).not.toEqual(plan(2));
});

test.each([
  [{ state: 'queued', startedMs: null }, 500, 0],
  [{}, 0, 0],
  [{}, 507, 50],
  [{}, 5000, 99],
  [{ state: 'completed', finishedMs: 1000 }, 5000, 100],
  [{ ending: { kind: 'stalled', percent: 70 } }, 5000, 70],
  [{ state: 'failed', finishedMs: 300 }, 5000, 30],
] as [Partial<Video>, number, number][])('progress of %o at %i ms is %i', (more, nowMs, percent) => {
  expect(progressOf(video(more), nowMs)).toBe(percent);
});

test('content lives an hour, unless its end was forced; a stalled render has no end', () => {
  const end = endOf(video({}), 5000, false);
  expect(end).toEqual({ state: 'completed', finishedMs: 5000, expiresMs: 3_605_000, error: null });
  expect(isContentExpired(video({ expiresMs: 3_605_000 }), 3_604_999)).toBe(false);
  expect(isContentExpired(video({ expiresMs: 3_605_000 }), 3_605_000)).toBe(true);
  expect(endOf(video({ ending: { kind: 'completed', contentExpired: true } }), 5000, false)).toMatchObject({ expiresMs: 5000 });
  expect(endOf(video({ ending: { kind: 'stalled', percent: 90 } }), 5000, false)).toBeNull();
  expect(endOf(video({}), 5000, true)).toMatchObject({ state: 'failed', error: { code: 'video_generation_failed' } });
});
