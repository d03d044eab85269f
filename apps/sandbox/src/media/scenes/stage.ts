import type { Canvas } from './canvas.ts';
import type { Palette } from './palette.ts';

/** What a scene is built on: its measures in painted pixels, its colours, its chance, and where things move (-1 or 1). */
export type Stage = { width: number; height: number; palette: Palette; random: () => number; direction: -1 | 1 };

/** Paints the picture at a moment, in seconds from the start. */
export type Painter = (canvas: Canvas, seconds: number) => void;

/** Builds a scene once; what it answers paints every frame. */
export type SceneFamily = (stage: Stage) => Painter;

/** A number between two others, drawn from the stage. */
export function between(stage: Stage, low: number, high: number): number {
  return low + (high - low) * stage.random();
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
