import { draw } from '../lib/chance.ts';

/** How many looks there are for one size, length and sound: neighbours in a matrix differ, and a thousand renders share a few hundred files. */
export const LOOK_COUNT = 144;

const TAIL_CHARACTERS = 200;

/** One picture: which of the looks, and how large, how long, with sound or without. Pixels, seconds. */
export type Look = { index: number; width: number; height: number; seconds: number; audio: boolean };

/** The look of a request, keyed by the end of its prompt: presets write there, so they change the picture. */
export function lookOf(asked: { prompt: string; size: string; seconds: number; audio: boolean }): Look {
  const tail = asked.prompt.slice(-TAIL_CHARACTERS);
  const [width = 0, height = 0] = asked.size.split('x').map(Number);
  return { index: Math.floor(LOOK_COUNT * draw('look', tail)), width, height, seconds: asked.seconds, audio: asked.audio };
}

/** The name of a look's files, without ending. `reference`: sha256 of an opening image. */
export function lookName(look: Look, reference: string | null): string {
  const shown = reference === null ? '' : `-${reference.slice(0, 32)}`;
  return `${look.index}-${look.width}x${look.height}-${look.seconds}s${look.audio ? '-tone' : ''}${shown}`;
}
