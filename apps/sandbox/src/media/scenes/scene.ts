import { randomFrom } from '../../lib/chance.ts';
import { aurora } from './aurora.ts';
import { bokeh } from './bokeh.ts';
import { newCanvas } from './canvas.ts';
import { hills } from './hills.ts';
import { orbits } from './orbits.ts';
import { PALETTES } from './palette.ts';
import { rays } from './rays.ts';
import { ribbons } from './ribbons.ts';
import { sea } from './sea.ts';
import { skyline } from './skyline.ts';
import type { SceneFamily } from './stage.ts';
import { tiles } from './tiles.ts';
import { tunnel } from './tunnel.ts';

const FAMILIES: readonly SceneFamily[] = [hills, ribbons, skyline, tiles, sea, tunnel, bokeh, rays, orbits, aurora];

/** One picture: which of the looks, and how large, how long, with sound or without. Pixels, seconds. */
export type Look = { index: number; width: number; height: number; seconds: number; audio: boolean };

/** How many looks there are for one size, length and sound: every family in every palette. */
export const LOOK_COUNT = FAMILIES.length * PALETTES.length;

/** Frames are painted small and scaled up: about this many pixels, whatever the size asked for. */
const PAINTED_PIXELS = 100_000;

/** Raw rgb24 frames of `width` × `height`, one at a time. */
export type Scene = { width: number; height: number; frames(): Iterable<Buffer> };

/** Builds the scene of a look: the same look, the same pixels. */
export function openScene(look: Look, framesPerSecond: number): Scene {
  const scale = Math.min(1, Math.sqrt(PAINTED_PIXELS / (look.width * look.height)));
  const width = Math.max(2, Math.round(look.width * scale));
  const height = Math.max(2, Math.round(look.height * scale));
  const random = randomFrom(look.index * 7919 + 17);
  const palette = PALETTES[Math.floor(look.index / FAMILIES.length) % PALETTES.length];
  const family = FAMILIES[look.index % FAMILIES.length];
  if (!palette || !family) throw new Error(`there is no look ${look.index}`);
  const paint = family({ width, height, palette, random, direction: random() < 0.5 ? -1 : 1 });
  return {
    width,
    height,
    *frames() {
      for (let frame = 0; frame < look.seconds * framesPerSecond; frame += 1) {
        const canvas = newCanvas(width, height);
        paint(canvas, frame / framesPerSecond);
        yield canvas.pixels;
      }
    },
  };
}
