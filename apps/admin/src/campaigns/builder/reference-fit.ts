import { pixelsOf } from '../../ui/format.ts';

const OR = new Intl.ListFormat('en', { type: 'disjunction' });

/** `WIDTHxHEIGHT` of a picture, as the catalogue spells sizes. */
export function sizeOf({ width, height }: { width: number; height: number }): string {
  return `${width}x${height}`;
}

/** The sizes no clip can have that begins with this picture: it is the first frame, pixel for pixel. */
export function misfitsOf(picture: { width: number; height: number }, sizes: readonly string[]): string[] {
  return sizes.filter((size) => size !== sizeOf(picture));
}

/** What is wrong between a picture and the chosen sizes, and what to do; null when it fits. `offered` are the sizes of the chosen models. */
export function misfitWords(
  picture: { width: number; height: number },
  sizes: readonly string[],
  offered: readonly string[],
): string | null {
  const misfits = misfitsOf(picture, sizes);
  if (misfits.length === 0) return null;
  const own = pixelsOf(sizeOf(picture));
  const why = `The picture has ${own} pixels and becomes the first frame, so no clip of ${OR.format(misfits.map(pixelsOf))} can begin with it.`;
  if (offered.includes(sizeOf(picture))) return `${why} Render in ${own} only, or choose another picture.`;
  return `${why} Scale it to ${misfits.length === 1 ? 'that size' : 'one of them'} and upload it again.`;
}
