import { paintBelow, paintDisc } from './canvas.ts';
import { mix, type Colour } from './palette.ts';
import { between, type SceneFamily } from './stage.ts';

const STEPS = 1024;

/** A poster sun whose rays turn behind a dark hill. */
export const rays: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const unit = Math.min(width, height);
  const centre = { x: width * between(stage, 0.3, 0.7), y: height * between(stage, 0.45, 0.68) };
  const count = Math.round(between(stage, 7, 16));
  const wheel = rayWheel(palette.high, mix(palette.high, palette.low, 0.75));
  const angles = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) angles[at] = (count * Math.atan2(y - centre.y, x - centre.x)) / (2 * Math.PI) + 100;
  }
  const hill = { swell: height * between(stage, 0.03, 0.07), length: width * between(stage, 0.25, 0.6), phase: between(stage, 0, 7) };
  return (canvas, seconds) => {
    const { pixels } = canvas;
    const shift = direction * seconds * 0.22;
    for (let place = 0, at = 0; place < angles.length; place += 1, at += 3) {
      const turned = (angles[place] ?? 0) + shift;
      const step = Math.floor((turned - Math.floor(turned)) * STEPS) * 3;
      pixels[at] = wheel[step] ?? 0;
      pixels[at + 1] = wheel[step + 1] ?? 0;
      pixels[at + 2] = wheel[step + 2] ?? 0;
    }
    const pulse = 1 + 0.05 * Math.sin(seconds * 3);
    paintDisc(canvas, { ...centre, radius: unit * 0.2 * pulse, soft: unit * 0.24, opacity: 0.5 }, palette.light);
    paintDisc(canvas, { ...centre, radius: unit * 0.18 * pulse, soft: 1.5, opacity: 1 }, palette.light);
    for (const [low, colour] of [
      [0.78, palette.far],
      [0.88, palette.near],
    ] as const) {
      const edge = (x: number) =>
        height * low + hill.swell * Math.sin((x + seconds * direction * unit * 0.1 * low) / hill.length + hill.phase * low * 3);
      paintBelow(canvas, edge, colour, palette.near);
    }
  };
};

/** One ray and one gap around a wheel of bytes, with a short edge between them. */
function rayWheel(gap: Colour, ray: Colour): Uint8Array {
  const wheel = new Uint8Array(STEPS * 3);
  for (let step = 0; step < STEPS; step += 1) {
    const share = 0.5 + 6 * Math.cos((step / STEPS) * 2 * Math.PI);
    wheel.set(mix(gap, ray, Math.min(1, Math.max(0, share))), step * 3);
  }
  return wheel;
}
