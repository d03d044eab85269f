import type { Dialect } from './dialects/dialect.ts';
import { progressOf } from './life-cycle.rules.ts';
import type { Video } from './video.ts';

/** The Video object as the dialect writes it (source: VideoResource of the published OpenAPI file). */
export function writeVideo(dialect: Dialect, video: Video, nowMs: number, skewMs = 0): Record<string, unknown> {
  return {
    id: video.id,
    object: 'video',
    model: video.model,
    status: statusOf(dialect, video, nowMs),
    progress: progressOf(video, nowMs),
    ...(dialect.echoesPrompt ? { prompt: video.prompt } : {}),
    created_at: unixSeconds(video.createdMs + skewMs),
    completed_at: video.state === 'completed' && video.finishedMs !== null ? unixSeconds(video.finishedMs + skewMs) : null,
    expires_at: video.expiresMs === null ? null : unixSeconds(video.expiresMs + skewMs),
    seconds: String(video.seconds),
    size: video.size,
    remixed_from_video_id: video.remixedFrom,
    error: video.error,
    ...dialect.extraFields(video),
  };
}

function statusOf(dialect: Dialect, video: Video, nowMs: number): string {
  const { ending } = video;
  const isPast = video.startedMs !== null && nowMs >= video.startedMs + video.renderMs;
  if (ending.kind === 'unknown-status' && video.state === 'in_progress' && isPast) return ending.word;
  return dialect.statusWord(video.state);
}

const unixSeconds = (ms: number): number => Math.floor(ms / 1000);
