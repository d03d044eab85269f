import { blend, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily } from './stage.ts';

const RIBBONS = 6;

/** Broad silk ribbons that flow through the picture. */
export const ribbons: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const unit = Math.max(width, height);
  const slope = between(stage, -0.5, 0.5) * (height / width);
  const bands = times(RIBBONS, (index) => ({
    base: height * (0.08 + (0.84 * index) / (RIBBONS - 1)) - (slope * width) / 2,
    swell: height * between(stage, 0.04, 0.11),
    length: unit * between(stage, 0.1, 0.22),
    phase: between(stage, 0, 7),
    speed: direction * between(stage, 0.9, 2),
    thick: height * between(stage, 0.07, 0.16),
    from: [palette.low, palette.light, palette.far][index % 3] ?? palette.low,
    to: [palette.far, palette.low, palette.light][index % 3] ?? palette.far,
  }));
  return ({ pixels, ...canvas }, seconds) => {
    paintSky({ pixels, ...canvas }, palette.high, palette.near);
    for (const { base, swell, length, phase, speed, thick, from, to } of bands) {
      for (let x = 0; x < width; x += 1) {
        const wave = x / length + phase + seconds * speed;
        const top = base + slope * x + swell * (Math.sin(wave) + 0.4 * Math.sin(wave * 1.7 + phase));
        const tall = thick * (0.6 + 0.4 * Math.sin(wave * 0.8 + 1));
        const colour = mix(from, to, 0.5 + 0.5 * Math.sin(wave * 0.9));
        const last = Math.min(height - 1, Math.ceil(top + tall));
        for (let y = Math.max(0, Math.floor(top)); y <= last; y += 1) {
          const edge = Math.min(1, y - top + 1, top + tall - y + 1);
          const sheen = 0.55 + 0.4 * ((y - top) / tall);
          if (edge > 0) blend(pixels, (y * width + x) * 3, colour, edge * Math.min(1, sheen));
        }
      }
    }
  };
};
