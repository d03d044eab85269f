import { paintDisc, paintRing, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily } from './stage.ts';

const LIGHTS = 26;

/** Lights out of focus, drifting past one another. */
export const bokeh: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const unit = Math.min(width, height);
  const isRising = stage.random() < 0.5;
  const lights = times(LIGHTS, () => {
    const depth = stage.random();
    return {
      x: stage.random() * width,
      y: stage.random() * height,
      radius: unit * (0.03 + 0.13 * depth),
      speed: direction * unit * (0.05 + 0.22 * depth),
      sway: between(stage, 0, 6),
      opacity: between(stage, 0.22, 0.6),
      colour: mix(stage.random() < 0.5 ? palette.light : palette.far, palette.low, stage.random() * 0.6),
    };
  });
  return (canvas, seconds) => {
    paintSky(canvas, mix(palette.near, palette.high, 0.35), palette.near);
    for (const { x, y, radius, speed, sway, opacity, colour } of lights) {
      const along = seconds * speed;
      const across = Math.sin(seconds * 1.3 + sway) * radius * 0.3;
      const centre = {
        x: wrap(x + (isRising ? across : along), width + 2 * radius) - radius,
        y: wrap(y + (isRising ? along : across), height + 2 * radius) - radius,
      };
      paintDisc(canvas, { ...centre, radius, soft: radius * 0.12, opacity: opacity * 0.7 }, colour);
      paintRing(canvas, { ...centre, inner: radius * 0.92, radius, soft: radius * 0.06, opacity }, colour);
    }
  };
};

const wrap = (value: number, length: number): number => ((value % length) + length) % length;
