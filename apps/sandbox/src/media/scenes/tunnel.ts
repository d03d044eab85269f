import { colourWheel, mix } from './palette.ts';
import { between, type SceneFamily } from './stage.ts';

const STEPS = 1024;

/** Rings (round, square or petalled) that come towards the camera, or go. */
export const tunnel: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const centre = { x: width * between(stage, 0.4, 0.6), y: height * between(stage, 0.4, 0.6) };
  const petals = [0, 0, 4, 5, 6, 8][Math.floor(stage.random() * 6)] ?? 0;
  const isSquare = petals === 0 && stage.random() < 0.4;
  const arms = Math.floor(stage.random() * 3);
  const wheel = colourWheel(
    [palette.near, palette.high, palette.far, palette.low, palette.light, mix(palette.low, palette.near, 0.5)],
    STEPS,
  );
  const places = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const [dx, dy] = [x - centre.x, y - centre.y];
      const reach = isSquare ? Math.max(Math.abs(dx), Math.abs(dy)) : Math.hypot(dx, dy);
      const angle = Math.atan2(dy, dx);
      const shape = 1 + (petals === 0 ? 0 : 0.16 * Math.sin(petals * angle));
      places[at] = 0.32 * Math.log((reach * shape) / 6 + 0.35) + (arms * angle) / (2 * Math.PI);
    }
  }
  return ({ pixels }, seconds) => {
    const shift = -direction * seconds * 0.16 + 8;
    for (let place = 0, at = 0; place < places.length; place += 1, at += 3) {
      const turned = (places[place] ?? 0) + shift;
      const step = Math.floor((turned - Math.floor(turned)) * STEPS) * 3;
      pixels[at] = wheel[step] ?? 0;
      pixels[at + 1] = wheel[step + 1] ?? 0;
      pixels[at + 2] = wheel[step + 2] ?? 0;
    }
  };
};
