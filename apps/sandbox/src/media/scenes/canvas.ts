import { mix, type Colour } from './palette.ts';

/** A picture of rgb24 pixels, painted from the back to the front. */
export type Canvas = { width: number; height: number; pixels: Buffer };

export function newCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: Buffer.allocUnsafe(width * height * 3) };
}

/** Paints everything with a gradient from top to bottom. */
export function paintSky({ width, height, pixels }: Canvas, high: Colour, low: Colour): void {
  for (let y = 0; y < height; y += 1) {
    const [red, green, blue] = mix(high, low, y / height);
    const row = y * width * 3;
    pixels[row] = red;
    pixels[row + 1] = green;
    pixels[row + 2] = blue;
    repeat(pixels, row, 3, width * 3);
  }
}

/** Fills a stretch with copies of its own beginning. */
function repeat(pixels: Buffer, start: number, unit: number, total: number): void {
  for (let filled = unit; filled < total; filled *= 2) pixels.copy(pixels, start + filled, start, start + Math.min(filled, total - filled));
}

/** Paints what lies below an edge (y by column, pixels), from `crest` at the edge to `foot` at the bottom, with a smooth edge. */
export function paintBelow({ width, height, pixels }: Canvas, edge: (x: number) => number, crest: Colour, foot: Colour): void {
  for (let x = 0; x < width; x += 1) {
    const y = Math.max(0, edge(x));
    const first = Math.floor(y);
    const depth = Math.max(1, height - y);
    let share = 0;
    let at = (first * width + x) * 3;
    const cover = 1 - (y - first);
    if (first < height) blend(pixels, at, crest, cover);
    const step = 1 / depth;
    const [red, green, blue] = crest;
    const [toRed, toGreen, toBlue] = [foot[0] - red, foot[1] - green, foot[2] - blue];
    for (let below = first + 1; below < height; below += 1) {
      at += width * 3;
      share += step;
      pixels[at] = red + toRed * share;
      pixels[at + 1] = green + toGreen * share;
      pixels[at + 2] = blue + toBlue * share;
    }
  }
}

/** A disc with a soft rim `soft` pixels wide; `opacity` 0 to 1. */
export function paintDisc(
  canvas: Canvas,
  disc: { x: number; y: number; radius: number; soft: number; opacity: number },
  colour: Colour,
): void {
  paintRing(canvas, { ...disc, inner: 0 }, colour);
}

/** A ring between `inner` and `radius` (pixels), with soft rims; `inner` 0 = a disc. */
export function paintRing(
  { width, height, pixels }: Canvas,
  ring: { x: number; y: number; inner: number; radius: number; soft: number; opacity: number },
  colour: Colour,
): void {
  const { x, y, inner, radius, soft, opacity } = ring;
  const reach = radius + soft;
  const bottom = Math.min(height - 1, Math.ceil(y + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= bottom; row += 1) {
    const half = Math.sqrt(Math.max(0, reach * reach - (row - y) ** 2));
    const right = Math.min(width - 1, Math.ceil(x + half));
    for (let column = Math.max(0, Math.floor(x - half)); column <= right; column += 1) {
      const distance = Math.sqrt((column - x) * (column - x) + (row - y) * (row - y));
      const outside = (reach - distance) / soft;
      const inside = inner === 0 ? 1 : (distance - inner + soft) / soft;
      const cover = Math.min(1, outside, inside) * opacity;
      if (cover > 0) blend(pixels, (row * width + column) * 3, colour, cover);
    }
  }
}

/** An upright rectangle with hard edges, cut at the canvas. */
export function paintBox(
  { width, height, pixels }: Canvas,
  box: { x: number; y: number; width: number; height: number },
  colour: Colour,
): void {
  const [left, right] = [Math.max(0, Math.round(box.x)), Math.min(width, Math.round(box.x + box.width))];
  const bottom = Math.min(height, Math.round(box.y + box.height));
  for (let y = Math.max(0, Math.round(box.y)); y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = (y * width + x) * 3;
      pixels[at] = colour[0];
      pixels[at + 1] = colour[1];
      pixels[at + 2] = colour[2];
    }
  }
}

/** Lays a colour over one pixel; `cover` 0 to 1. */
export function blend(pixels: Buffer, at: number, colour: Colour, cover: number): void {
  const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  pixels[at] = red + (colour[0] - red) * cover;
  pixels[at + 1] = green + (colour[1] - green) * cover;
  pixels[at + 2] = blue + (colour[2] - blue) * cover;
}
