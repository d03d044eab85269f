/** Where a video stands. The words on the wire are a dialect's business. */
export const VIDEO_STATES = ['queued', 'in_progress', 'completed', 'failed', 'expired'] as const;
export type VideoState = (typeof VIDEO_STATES)[number];

/** What one accepted create asked for. */
export type VideoRequest = {
  prompt: string;
  model: string;
  seconds: number;
  /** `WIDTHxHEIGHT` in pixels. */
  size: string;
  audio: boolean;
  /** The reference image kept on disk, by its sha256; null = none, or one this server does not hold. */
  reference: string | null;
  remixedFrom: string | null;
};

/** How a render is going to end, decided when it is created so that a restart changes nothing. */
export type Ending =
  | { kind: 'completed'; contentExpired: boolean }
  | { kind: 'failed'; code: string; message: string }
  | { kind: 'expired' }
  | { kind: 'stalled'; percent: number }
  | { kind: 'unknown-status'; word: string };

/** One row of the sandbox's videos. Times are unix milliseconds, wall clock. */
export type Video = VideoRequest & {
  seq: number;
  id: string;
  state: VideoState;
  promptSha: string;
  fingerprint: string;
  ending: Ending;
  /** From accepted to started, and from started to ended, both already divided by the speed. */
  queueMs: number;
  renderMs: number;
  /** True: rendered with its own burnt-in text; false: a shared look with the id in its metadata; null: not started. */
  burnt: boolean | null;
  createdMs: number;
  startedMs: number | null;
  finishedMs: number | null;
  expiresMs: number | null;
  error: { code: string; message: string } | null;
};

/** What a create hands to the store: the store adds the order and the states to come. */
export type NewVideo = Omit<Video, 'seq' | 'state' | 'burnt' | 'startedMs' | 'finishedMs' | 'expiresMs' | 'error'>;
