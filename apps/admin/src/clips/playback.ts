import { useRef, useState, type RefObject, type VideoHTMLAttributes } from 'react';

export const SPEEDS = [0.25, 0.5, 1, 1.5, 2] as const;
/** Providers do not tell their frame rate; a step is one frame at 24 a second. */
const STEP_SECONDS = 1 / 24;

/** What a player shows and what its buttons do. Times are seconds. */
export interface Playback {
  playing: boolean;
  muted: boolean;
  loop: boolean;
  speed: number;
  atSeconds: number;
  lengthSeconds: number;
  toggle: () => void;
  toggleMuted: () => void;
  toggleLoop: () => void;
  setSpeed: (speed: number) => void;
  seek: (seconds: number) => void;
  step: (frames: number) => void;
  listeners: VideoHTMLAttributes<HTMLVideoElement>;
}

/** Keeps React's state true to what the video element does. `knownSeconds` is used until the element knows better. */
export function usePlayback(knownSeconds: number): Playback & { /** Goes to the video. */ element: RefObject<HTMLVideoElement | null> } {
  const element = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState(false);
  const [muted, setMuted] = useState(true);
  const [loop, setLoop] = useState(true);
  const [speed, setSpeedState] = useState(1);
  const [atSeconds, setAt] = useState(0);
  const [measured, setMeasured] = useState<number | null>(null);
  const lengthSeconds = measured ?? knownSeconds;

  const seek = (seconds: number) => {
    const video = element.current;
    if (!video) return;
    video.currentTime = Math.min(Math.max(0, seconds), lengthSeconds);
    setAt(video.currentTime);
  };
  return {
    element,
    playing,
    muted,
    loop,
    speed,
    atSeconds,
    lengthSeconds,
    seek,
    toggle: () => {
      const video = element.current;
      if (video?.paused) void video.play().catch(() => setPlaying(false));
      else video?.pause();
    },
    toggleMuted: () => setMuted(!muted),
    toggleLoop: () => setLoop(!loop),
    setSpeed: (next) => {
      setSpeedState(next);
      if (element.current) element.current.playbackRate = next;
    },
    step: (frames) => {
      element.current?.pause();
      seek((element.current?.currentTime ?? 0) + frames * STEP_SECONDS);
    },
    listeners: {
      onPlay: () => setPlaying(true),
      onPause: () => setPlaying(false),
      onEnded: () => setPlaying(false),
      onTimeUpdate: (event) => setAt(event.currentTarget.currentTime),
      onLoadedMetadata: (event) => {
        const { duration } = event.currentTarget;
        if (Number.isFinite(duration)) setMeasured(duration);
        event.currentTarget.playbackRate = speed;
      },
    },
  };
}
