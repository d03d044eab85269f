import { blend, paintDisc, paintRing, paintSky } from './canvas.ts';
import { mix } from './palette.ts';
import { between, times, type SceneFamily } from './stage.ts';

const STARS = 160;

/** A planet among stars, with moons on tilted paths before and behind it. */
export const orbits: SceneFamily = (stage) => {
  const { width, height, palette, direction } = stage;
  const unit = Math.min(width, height);
  const centre = { x: width * between(stage, 0.4, 0.6), y: height * between(stage, 0.4, 0.58) };
  const radius = unit * between(stage, 0.17, 0.25);
  const tilt = between(stage, 0.25, 0.5);
  const stars = times(STARS, () => ({
    at: Math.floor(stage.random() * width * height),
    phase: between(stage, 0, 6),
    bright: stage.random(),
  }));
  const moons = times(3, (index) => ({
    reach: radius * (1.5 + 0.55 * index),
    size: radius * between(stage, 0.1, 0.22),
    start: between(stage, 0, 6),
    speed: (direction * 1.5) / (1 + 0.6 * index),
    colour: [palette.light, palette.low, palette.far][index] ?? palette.light,
  }));
  return (canvas, seconds) => {
    paintSky(canvas, palette.near, mix(palette.high, palette.near, 0.35));
    for (const { at, phase, bright } of stars)
      blend(canvas.pixels, at * 3, palette.light, bright * (0.55 + 0.45 * Math.sin(seconds * 2 + phase)));
    const placed = moons.map((moon) => {
      const angle = moon.start + seconds * moon.speed;
      return {
        ...moon,
        x: centre.x + Math.cos(angle) * moon.reach,
        y: centre.y + Math.sin(angle) * moon.reach * tilt,
        isFront: Math.sin(angle) > 0,
      };
    });
    const paintMoons = (isFront: boolean) => {
      for (const { x, y, size, colour } of placed.filter((moon) => moon.isFront === isFront))
        paintDisc(canvas, { x, y, radius: size, soft: 1.3, opacity: 1 }, colour);
    };
    paintRing(canvas, { ...centre, inner: radius * 1.02, radius: radius * 1.06, soft: radius * 0.5, opacity: 0.3 }, palette.low);
    paintMoons(false);
    for (let shade = 0; shade < 6; shade += 1) {
      const lit = mix(palette.far, palette.low, shade / 5);
      const offset = radius * 0.09 * shade;
      paintDisc(
        canvas,
        {
          x: centre.x - offset,
          y: centre.y - offset,
          radius: radius - offset * 1.35,
          soft: shade === 0 ? 1.3 : radius * 0.16,
          opacity: shade === 0 ? 1 : 0.6,
        },
        lit,
      );
    }
    paintMoons(true);
  };
};
