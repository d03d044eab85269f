import { SIDE_PIXELS_MAX, SIDE_PIXELS_MIN } from './limits.ts';

/** A frame size on the wire and in the catalogue: `WIDTHxHEIGHT` in pixels. */
export type Size = `${number}x${number}`;

const SIZE_PATTERN = /^([1-9]\d{1,4})x([1-9]\d{1,4})$/;

/** Reads `720x1280`; answers null for anything that is not a size. Pixels. */
export function parseSize(text: string): { width: number; height: number } | null {
  const found = SIZE_PATTERN.exec(text);
  return found ? { width: Number(found[1]), height: Number(found[2]) } : null;
}

/** portrait, landscape or square: how people name a size. */
export function orientationOf(size: { width: number; height: number }): 'portrait' | 'landscape' | 'square' {
  if (size.width === size.height) return 'square';
  return size.width < size.height ? 'portrait' : 'landscape';
}

/** Whether a video can have this size: WIDTHxHEIGHT, both even, as video compression wants it, and within the sides a frame may have. */
export function isVideoSize(text: string): boolean {
  const size = parseSize(text);
  if (!size) return false;
  return [size.width, size.height].every((side) => side % 2 === 0 && side >= SIDE_PIXELS_MIN && side <= SIDE_PIXELS_MAX);
}
