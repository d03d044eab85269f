import { paintBelow, paintBox, paintDisc, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily } from './stage.ts';

const SWELLS = 6;
const GLINTS = 26;

/** A sun over rolling water, its light broken on the waves. */
export const sea: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const horizon = height * between(stage, 0.42, 0.55);
  const unit = Math.min(width, height);
  const sun = {
    x: width * between(stage, 0.3, 0.7),
    y: horizon - unit * between(stage, 0, 0.16),
    radius: unit * between(stage, 0.14, 0.2),
  };
  const swells = times(SWELLS, (index) => {
    const depth = index / (SWELLS - 1);
    return {
      base: horizon + (height - horizon) * depth ** 1.6 * 0.9,
      swell: unit * (0.004 + 0.035 * depth),
      length: unit * (0.05 + 0.16 * depth),
      phase: between(stage, 0, 10),
      speed: direction * (index % 2 === 0 ? 1 : -0.6) * unit * (0.03 + 0.14 * depth),
      colour: mix(palette.far, palette.near, depth),
    };
  });
  const glints = times(GLINTS, () => ({ depth: stage.random(), side: between(stage, -1, 1), phase: between(stage, 0, 7) }));
  return (canvas, seconds) => {
    paintSky(canvas, palette.high, palette.low);
    paintDisc(canvas, { ...sun, soft: sun.radius * 1.4, opacity: 0.3 }, palette.light);
    paintDisc(canvas, { ...sun, soft: 1.5, opacity: 1 }, palette.light);
    for (const { base, swell, length, phase, speed, colour } of swells) {
      const edge = (x: number) =>
        base + swell * Math.sin((x + seconds * speed) / length + phase) - swell * Math.abs(Math.sin((x + seconds * speed) / length / 2));
      paintBelow(canvas, edge, colour, mix(colour, palette.near, 0.35));
    }
    for (const { depth, side, phase } of glints) {
      const long = unit * (0.02 + 0.12 * depth) * (0.5 + 0.5 * Math.sin(seconds * 4 + phase));
      const y = horizon + (height - horizon) * (0.03 + 0.8 * depth);
      paintBox(canvas, { x: sun.x + side * sun.radius * (0.4 + depth) - long / 2, y, width: long, height: 1 + 2 * depth }, palette.light);
    }
  };
};
