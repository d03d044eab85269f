import { paintBelow, paintDisc, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily } from './stage.ts';

const RANGES = 4;

/** Ranges of hills before a low sun; the camera travels past them, the nearest fastest. */
export const hills: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const unit = Math.max(width, height);
  const sun = { x: width * between(stage, 0.25, 0.75), y: height * between(stage, 0.22, 0.4), radius: unit * between(stage, 0.06, 0.11) };
  const ranges = times(RANGES, (index) => {
    const depth = index / (RANGES - 1);
    return {
      base: height * (0.5 + 0.36 * depth),
      swell: height * between(stage, 0.05, 0.1),
      length: unit * between(stage, 0.14, 0.3),
      phase: between(stage, 0, 100),
      speed: direction * unit * (0.02 + 0.12 * depth),
      crest: mix(palette.far, palette.near, depth),
    };
  });
  return (canvas, seconds) => {
    paintSky(canvas, palette.high, palette.low);
    const rise = sun.y - seconds * height * 0.008;
    paintDisc(canvas, { ...sun, y: rise, radius: sun.radius * 0.9, soft: sun.radius * 1.8, opacity: 0.35 }, palette.light);
    paintDisc(canvas, { ...sun, y: rise, soft: 1.5, opacity: 1 }, palette.light);
    for (const { base, swell, length, phase, speed, crest } of ranges) {
      const edge = (x: number) => {
        const at = (x + seconds * speed) / length + phase;
        return base + swell * (Math.sin(at) * 0.6 + Math.sin(at * 2.3 + phase) * 0.28 + Math.sin(at * 5.1) * 0.08);
      };
      paintBelow(canvas, edge, crest, mix(crest, palette.near, 0.7));
    }
  };
};
