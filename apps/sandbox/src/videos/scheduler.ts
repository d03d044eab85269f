import type { Media } from '../media/media.ts';
import { CONTENT_LIFE_MS } from './life-cycle.rules.ts';
import type { Video, VideoState } from './video.ts';
import type { VideosStore } from './videos.store.ts';

export type Scheduler = ReturnType<typeof openScheduler>;

type End = { state: VideoState; finishedMs: number; expiresMs: number | null; error: Video['error'] };

const BURST_WINDOW_MS = 1000;
const BURNT_A_SECOND = 2;
const RENDER_FAILED = { code: 'video_generation_failed', message: 'The model failed to generate a video.' };

/**
 * Moves videos through queued → in_progress → their end: first come first served, `capacity` at a time. Rows are the truth; what is in
 * memory is rebuilt from them by `resume`. `onEnd` writes the end (and what follows from it) and answers whether it was the first to.
 */
export function openScheduler(tools: { videos: VideosStore; media: Media; capacity: number; onEnd: (video: Video, end: End) => void }) {
  const waiting: Video[] = [];
  const running = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  let recentStarts: number[] = [];
  let isStopped = false;

  function after(id: string, ms: number, step: () => void): void {
    timers.set(
      id,
      setTimeout(
        () => {
          timers.delete(id);
          step();
        },
        Math.max(0, ms),
      ),
    );
  }

  function pump(): void {
    for (let next = takeNext(); next; next = takeNext()) start(next);
  }

  const takeNext = () => (isStopped || running.size >= tools.capacity ? undefined : waiting.shift());

  function start(video: Video): void {
    const nowMs = Date.now();
    recentStarts = recentStarts.filter((ms) => ms > nowMs - BURST_WINDOW_MS);
    const burnt = recentStarts.length < BURNT_A_SECOND;
    recentStarts.push(nowMs);
    if (tools.videos.moveToStarted(video.id, nowMs, burnt)) run({ ...video, state: 'in_progress', startedMs: nowMs, burnt });
  }

  function run(video: Video): void {
    running.add(video.id);
    const rendered = video.ending.kind === 'completed' ? tools.media.prepare(video).then(() => null, asError) : Promise.resolve(null);
    after(video.id, (video.startedMs ?? 0) + video.renderMs - Date.now(), () => void rendered.then((error) => end(video, error)));
  }

  function end(video: Video, error: Error | null): void {
    if (isStopped) return;
    if (error) process.stderr.write(`sandbox: the render of ${video.id} failed: ${error.message}\n`);
    const nowMs = Date.now();
    const { ending } = video;
    if (error) tools.onEnd(video, { state: 'failed', finishedMs: nowMs, expiresMs: null, error: RENDER_FAILED });
    else if (ending.kind === 'completed') {
      const expiresMs = ending.contentExpired ? nowMs : nowMs + CONTENT_LIFE_MS;
      tools.onEnd(video, { state: 'completed', finishedMs: nowMs, expiresMs, error: null });
    } else if (ending.kind === 'failed') {
      const { code, message } = ending;
      tools.onEnd(video, { state: 'failed', finishedMs: nowMs, expiresMs: null, error: { code, message } });
    } else if (ending.kind === 'expired') tools.onEnd(video, { state: 'expired', finishedMs: nowMs, expiresMs: nowMs, error: null });
    running.delete(video.id);
    pump();
  }

  const scheduler = {
    /** Takes a queued video in. */
    add(video: Video): void {
      after(video.id, video.createdMs + video.queueMs - Date.now(), () => {
        waiting.push(video);
        pump();
      });
    },
    /** Takes up where the rows left off, after a restart. */
    resume(): void {
      for (const video of tools.videos.listOpen()) {
        if (video.state === 'queued') scheduler.add(video);
        else run(video);
      }
    },
    /** Forgets a video that was deleted while queued or running, and gives its place to the next. */
    remove(id: string): void {
      clearTimeout(timers.get(id));
      timers.delete(id);
      const at = waiting.findIndex((video) => video.id === id);
      if (at >= 0) waiting.splice(at, 1);
      if (running.delete(id)) pump();
    },
    stop(): void {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
  return scheduler;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
