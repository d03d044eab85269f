import { randomFrom } from '../../lib/chance.ts';
import type { Look } from '../look.ts';

/** Frames are painted small and scaled up: about this many pixels, whatever the size asked for. */
const PAINTED_PIXELS = 100_000;

export type Scene = { width: number; height: number; frames(): Iterable<Buffer> };

export function openScene(look: Look, framesPerSecond: number): Scene {
  const scale = Math.sqrt(PAINTED_PIXELS / (look.width * look.height));
  const width = Math.round(look.width * scale);
  const height = Math.round(look.height * scale);
  const random = randomFrom(look.index);
  const tint = [random(), random(), random()];
  return {
    width,
    height,
    *frames() {
      for (let frame = 0; frame < look.seconds * framesPerSecond; frame += 1) {
        const pixels = Buffer.allocUnsafe(width * height * 3);
        let at = 0;
        for (let y = 0; y < height; y += 1) {
          for (let x = 0; x < width; x += 1) {
            const wave = (x + y + frame * 4) & 255;
            for (const part of tint) pixels[at++] = wave * part;
          }
        }
        yield pixels;
      }
    },
  };
}
