import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { findVideoUrl } from './clip-video.ts';

const HOVER_MS = 150;

/** The one clip that plays in a matrix. */
export interface HoverPlay {
  /** Which place plays, and from where. */
  playing: { index: number; url: string } | null;
  /** The pointer came: plays after 150 ms, unless motion is not wanted. */
  enter: (index: number, clipId: string) => void;
  leave: () => void;
  /** Asked for by key: plays at once, or stops. */
  toggle: (index: number, clipId: string) => void;
}

/** Plays one clip at a time, muted, where the pointer rests or Space was pressed. */
export function useHoverPlay(): HoverPlay {
  const client = useClient();
  const [playing, setPlaying] = useState<HoverPlay['playing']>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const meant = useRef<number | null>(null);

  const play = async (index: number, clipId: string) => {
    meant.current = index;
    const url = await findVideoUrl(client, clipId);
    if (url !== null && meant.current === index) setPlaying({ index, url });
  };
  const leave = () => {
    clearTimeout(timer.current);
    meant.current = null;
    setPlaying(null);
  };
  return {
    playing,
    leave,
    enter: (index, clipId) => {
      clearTimeout(timer.current);
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      timer.current = setTimeout(() => void play(index, clipId), HOVER_MS);
    },
    toggle: (index, clipId) => {
      if (meant.current === index) leave();
      else void play(index, clipId);
    },
  };
}
