import { blend, paintBelow, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily } from './stage.ts';

const CURTAINS = 3;
const STARS = 120;

/** Curtains of northern light over a mountain ridge. */
export const aurora: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const unit = Math.max(width, height);
  const stars = times(STARS, () => Math.floor(stage.random() * width * height * 0.6));
  const curtains = times(CURTAINS, (index) => ({
    base: height * (0.36 + 0.13 * index),
    tall: height * between(stage, 0.28, 0.42),
    length: unit * between(stage, 0.09, 0.18),
    phase: between(stage, 0, 9),
    speed: direction * between(stage, 0.4, 0.9),
    colour: [palette.light, palette.low, palette.far][index] ?? palette.light,
  }));
  const ridge = times(4, (index) => ({
    swell: height * (0.05 / (index + 1)),
    length: unit * (0.16 / (index + 1)),
    phase: between(stage, 0, 9),
  }));
  return (canvas, seconds) => {
    const { pixels } = canvas;
    paintSky(canvas, palette.near, mix(palette.high, palette.near, 0.2));
    for (const star of stars) blend(pixels, star * 3, palette.light, 0.7);
    for (const { base, tall, length, phase, speed, colour } of curtains) {
      for (let x = 0; x < width; x += 1) {
        const wave = x / length + phase + seconds * speed;
        const foot = base + height * 0.06 * Math.sin(wave * 0.7) + height * 0.02 * Math.sin(wave * 2.1);
        const bright = 0.35 + 0.3 * Math.sin(wave * 1.9 + seconds) + 0.2 * Math.sin(wave * 5.3);
        if (bright <= 0) continue;
        const first = Math.max(0, Math.floor(foot - tall));
        for (let y = first; y < foot && y < height; y += 1) {
          const share = 1 - (foot - y) / tall;
          blend(pixels, (y * width + x) * 3, colour, bright * share * share);
        }
      }
    }
    const edge = (x: number) =>
      height * 0.84 + ridge.reduce((sum, { swell, length, phase }) => sum - swell * Math.abs(Math.sin(x / length + phase)), 0);
    paintBelow(canvas, edge, mix(palette.near, palette.high, 0.15), palette.near);
  };
};
