import { draw } from '../lib/chance.ts';
import { LOOK_COUNT, type Look } from './scenes/scene.ts';

const TAIL_CHARACTERS = 200;

/** The look of a request, one of `count`, keyed by the end of its prompt: presets write there, so they change the picture. */
export function lookOf(asked: { prompt: string; size: string; seconds: number; audio: boolean }, count: number = LOOK_COUNT): Look {
  const tail = asked.prompt.slice(-TAIL_CHARACTERS);
  const [width = 0, height = 0] = asked.size.split('x').map(Number);
  return { index: Math.floor(count * draw('look', tail)), width, height, seconds: asked.seconds, audio: asked.audio };
}

/** The name of a look's files, without ending. `reference`: sha256 of an opening image. */
export function lookName(look: Look, reference: string | null): string {
  const shown = reference === null ? '' : `-${reference.slice(0, 32)}`;
  return `${look.index}-${look.width}x${look.height}-${look.seconds}s${look.audio ? '-tone' : ''}${shown}`;
}
