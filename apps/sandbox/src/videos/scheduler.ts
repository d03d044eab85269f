import type { Media } from '../media/media.ts';
import { endOf, type End } from './life-cycle.rules.ts';
import type { Video } from './video.ts';
import type { VideosStore } from './videos.store.ts';

export type Scheduler = ReturnType<typeof openScheduler>;

const BURST_WINDOW_MS = 1000;

/**
 * Moves videos through queued → in_progress → their end: first come first served, `capacity` at a time, the first `burntASecond` of each second
 * with a text of their own. Rows are the truth; what is in
 * memory is rebuilt from them by `resume`. `onEnd` writes the end and what follows from it.
 */
export function openScheduler(tools: {
  videos: VideosStore;
  media: Media;
  capacity: number;
  burntASecond: number;
  onEnd: (video: Video, end: End) => void;
}) {
  const waiting: string[] = [];
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
    for (let next = takeNext(); next !== undefined; next = takeNext()) start(next);
  }

  const takeNext = () => (isStopped || running.size >= tools.capacity ? undefined : waiting.shift());

  function start(id: string): void {
    const video = tools.videos.find(id);
    if (video?.state !== 'queued') return;
    const nowMs = Date.now();
    recentStarts = recentStarts.filter((ms) => ms > nowMs - BURST_WINDOW_MS);
    const burnt = recentStarts.length < tools.burntASecond;
    recentStarts.push(nowMs);
    if (tools.videos.moveToStarted(id, nowMs, burnt)) run({ ...video, state: 'in_progress', startedMs: nowMs, burnt });
  }

  function run(video: Video): void {
    running.add(video.id);
    const rendered = video.ending.kind === 'completed' ? tools.media.prepare(video).then(() => null, asError) : Promise.resolve(null);
    after(video.id, (video.startedMs ?? 0) + video.renderMs - Date.now(), () => void rendered.then((error) => finish(video, error)));
  }

  function finish(video: Video, error: Error | null): void {
    if (isStopped) return;
    if (error) process.stderr.write(`sandbox: the render of ${video.id} failed: ${error.message}\n`);
    const end = endOf(video, Date.now(), error !== null);
    if (end) tools.onEnd(video, end);
    running.delete(video.id);
    pump();
  }

  const scheduler = {
    /** Takes a queued video in. */
    add({ id, createdMs, queueMs }: Video): void {
      after(id, createdMs + queueMs - Date.now(), () => {
        waiting.push(id);
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
      const at = waiting.indexOf(id);
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
