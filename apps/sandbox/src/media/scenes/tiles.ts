import { newCanvas, paintBox, paintDisc, paintRing } from './canvas.ts';
import { between, times, type SceneFamily, type Stage } from './stage.ts';

/** A quilt of circles, quarters and stripes in the manner of a Bauhaus poster, drawn past the camera. */
export const tiles: SceneFamily = (stage) => {
  const { width, height, direction } = stage;
  const side = Math.round(Math.min(width, height) / Math.round(between(stage, 3, 5)));
  const isUpright = stage.random() < 0.5;
  const columns = Math.ceil(width / side) + (isUpright ? 0 : 2);
  const rows = Math.ceil(height / side) + (isUpright ? 2 : 0);
  const quilt = newCanvas(columns * side, rows * side);
  for (const index of times(columns * rows, (place) => place))
    paintTile(stage, quilt, (index % columns) * side, Math.floor(index / columns) * side, side);
  return ({ pixels }, seconds) => {
    const length = isUpright ? quilt.height : quilt.width;
    const shift = Math.round(wrap(direction * seconds * side * 0.45, length));
    for (let y = 0; y < height; y += 1) {
      const from = (isUpright ? (y + shift) % quilt.height : y) * quilt.width * 3;
      const left = isUpright ? 0 : shift;
      const first = Math.min(width, quilt.width - left);
      quilt.pixels.copy(pixels, y * width * 3, from + left * 3, from + (left + first) * 3);
      if (first < width) quilt.pixels.copy(pixels, (y * width + first) * 3, from, from + (width - first) * 3);
    }
  };
};

function paintTile(stage: Stage, quilt: ReturnType<typeof newCanvas>, x: number, y: number, side: number): void {
  const { palette, random } = stage;
  const colours = [palette.high, palette.low, palette.far, palette.near, palette.light];
  const ground = Math.floor(random() * colours.length);
  const ink = colours[(ground + 1 + Math.floor(random() * (colours.length - 1))) % colours.length] ?? palette.light;
  const tile = newCanvas(side, side);
  paintBox(tile, { x: 0, y: 0, width: side, height: side }, colours[ground] ?? palette.near);
  const corner = { x: random() < 0.5 ? 0 : side, y: random() < 0.5 ? 0 : side, soft: 1.2, opacity: 1 };
  const kind = Math.floor(random() * 5);
  if (kind === 0) paintDisc(tile, { ...corner, radius: side * 0.98 }, ink);
  if (kind === 1) paintDisc(tile, { x: side / 2, y: side / 2, radius: side * 0.34, soft: 1.2, opacity: 1 }, ink);
  if (kind === 2) for (const ring of [0.32, 0.66]) paintRing(tile, { ...corner, inner: side * ring, radius: side * (ring + 0.17) }, ink);
  if (kind === 3) for (const bar of [0, 2, 4]) paintBox(tile, { x: 0, y: (bar * side) / 5, width: side, height: side / 5 }, ink);
  if (kind === 4) paintBox(tile, { x: side / 4, y: side / 4, width: side / 2, height: side / 2 }, ink);
  for (let row = 0; row < side; row += 1)
    tile.pixels.copy(quilt.pixels, ((y + row) * quilt.width + x) * 3, row * side * 3, (row + 1) * side * 3);
}

const wrap = (value: number, length: number): number => ((value % length) + length) % length;
