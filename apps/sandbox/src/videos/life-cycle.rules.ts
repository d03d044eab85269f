import { draw } from '../lib/chance.ts';
import type { Video, VideoState } from './video.ts';

/** How long finished content can be downloaded, wall clock. */
export const CONTENT_LIFE_MS = 60 * 60 * 1000;

/** At speed 1: a 4 s clip of a standard model takes one to two minutes, longer clips and pro models more, and waits a moment in the queue. */
const RENDER_SECONDS_MIN = 60;
const RENDER_SECONDS_SPREAD = 60;
const PRO_FACTOR = 1.5;
const QUEUE_SECONDS_MIN = 1;
const QUEUE_SECONDS_SPREAD = 3;

const RENDER_BROKEN = { code: 'video_generation_failed', message: 'The model failed to generate a video.' };

/** The times of one render in milliseconds, already divided by the speed. `chance`: parts that make the same run repeat. */
export function planTimes(
  asked: { model: string; seconds: number },
  pace: { speed: number; slower: number },
  chance: (string | number)[],
): { queueMs: number; renderMs: number } {
  const atFourSeconds = RENDER_SECONDS_MIN + RENDER_SECONDS_SPREAD * draw('render', ...chance);
  const modelFactor = asked.model.includes('pro') ? PRO_FACTOR : 1;
  const queueSeconds = QUEUE_SECONDS_MIN + QUEUE_SECONDS_SPREAD * draw('queue', ...chance);
  return {
    queueMs: (1000 * queueSeconds) / pace.speed,
    renderMs: (1000 * atFourSeconds * (asked.seconds / 4) * modelFactor * pace.slower) / pace.speed,
  };
}

/** Percent done, whole: 0 while queued, at most 99 before the end, 100 when completed. */
export function progressOf(video: Video, nowMs: number): number {
  if (video.state === 'completed') return 100;
  if (video.startedMs === null) return 0;
  const until = video.finishedMs ?? nowMs;
  const percent = Math.floor((100 * (until - video.startedMs)) / video.renderMs);
  const stop = video.ending.kind === 'stalled' ? video.ending.percent : 99;
  return Math.max(0, Math.min(percent, stop, 99));
}

/** How a render ended, as the row will say it. Times are unix milliseconds. */
export type End = { state: VideoState; finishedMs: number; expiresMs: number | null; error: Video['error'] };

/** The end that was planned for a video, or null where it has none (stalled, unknown status). `isBroken`: our own rendering failed. */
export function endOf({ ending }: Video, nowMs: number, isBroken: boolean): End | null {
  if (isBroken) return { state: 'failed', finishedMs: nowMs, expiresMs: null, error: RENDER_BROKEN };
  switch (ending.kind) {
    case 'completed':
      return { state: 'completed', finishedMs: nowMs, expiresMs: ending.contentExpired ? nowMs : nowMs + CONTENT_LIFE_MS, error: null };
    case 'failed':
      return { state: 'failed', finishedMs: nowMs, expiresMs: null, error: { code: ending.code, message: ending.message } };
    case 'expired':
      return { state: 'expired', finishedMs: nowMs, expiresMs: nowMs, error: null };
    default:
      return null;
  }
}

/** True once finished content is past its hour (or was expired by force). */
export function isContentExpired(video: Video, nowMs: number): boolean {
  return video.expiresMs !== null && video.expiresMs <= nowMs;
}
