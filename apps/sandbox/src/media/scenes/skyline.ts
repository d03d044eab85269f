import { paintBelow, paintBox, paintDisc, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily, type Stage } from './stage.ts';

const ROWS = 3;
const HOUSES = 40;

/** A town at dusk: three rows of houses, the nearest with lit windows, under a large moon. */
export const skyline: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const moon = { x: width * between(stage, 0.2, 0.8), y: height * between(stage, 0.16, 0.34), radius: Math.min(width, height) * 0.13 };
  const rows = times(ROWS, (index) => buildRow(stage, index / (ROWS - 1)));
  return (canvas, seconds) => {
    paintSky(canvas, palette.high, palette.low);
    paintDisc(canvas, { ...moon, soft: moon.radius, opacity: 0.25 }, palette.light);
    paintDisc(canvas, { ...moon, soft: 1.5, opacity: 1 }, palette.light);
    for (const row of rows) {
      const shift = row.start + direction * seconds * row.speed;
      paintBelow(
        canvas,
        (x) => height - (row.houses[Math.floor(wrap(x + shift, HOUSES * row.wide) / row.wide)] ?? 0),
        row.colour,
        row.foot,
      );
      if (row.lights.length === 0) continue;
      for (const light of row.lights) {
        const x = wrap(light.x - shift, HOUSES * row.wide);
        if (x < width) paintBox(canvas, { x, y: height - light.up, width: row.wide * 0.14, height: row.wide * 0.2 }, palette.light);
      }
    }
  };
};

function buildRow(stage: Stage, depth: number) {
  const { width, height, palette } = stage;
  const wide = Math.max(8, Math.max(width, height) * (0.035 + 0.03 * depth));
  const tall = height * (0.5 - 0.14 * depth);
  const houses = times(HOUSES, () => tall * between(stage, 0.45, 1));
  const lights = depth === 1 ? houses.flatMap((house, index) => lightsOf(stage, house, index * wide, wide)) : [];
  const colour = mix(palette.far, palette.near, 0.2 + 0.8 * depth);
  return {
    wide,
    houses,
    lights,
    colour,
    foot: mix(colour, palette.near, 0.6),
    start: between(stage, 0, 500),
    speed: wide * (0.25 + 0.9 * depth),
  };
}

function lightsOf(stage: Stage, house: number, left: number, wide: number): { x: number; up: number }[] {
  const floors = Math.floor(house / (wide * 0.42));
  return times(floors * 3, (index) => ({
    x: left + wide * (0.18 + 0.28 * (index % 3)),
    up: house - wide * (0.18 + 0.42 * Math.floor(index / 3)),
  })).filter(() => stage.random() < 0.45);
}

const wrap = (value: number, length: number): number => ((value % length) + length) % length;
