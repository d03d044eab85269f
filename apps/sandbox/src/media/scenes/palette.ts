/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** The colours of one scene: the ground from top to bottom, what is far, what is near, and the light. */
export type Palette = { high: Colour; low: Colour; far: Colour; near: Colour; light: Colour };

const BLACK: Colour = [0, 0, 0];

const SWATCHES = [
  '1b2a49 f4845f c8553d 2d1e2f ffd166',
  '0b132b 3a506b 5bc0be 1c2541 f7fff7',
  '2d00f7 f20089 b100e8 1f0050 ffd6ff',
  '003049 fcbf49 d62828 1d1a2b fff1c9',
  '05445e 75e6da 189ab4 052f3d fefae0',
  '14213d fca311 8d6b94 0d1321 ffffff',
  '264653 e9c46a 2a9d8f 16302b f4a261',
  '3d0e61 ff6f91 845ec2 24083f ffc75f',
  '081c15 95d5b2 40916c 0b2b20 ffe8a3',
  '5f0f40 fb8b24 9a031e 2b0a1e ffe3b3',
  '0d3b66 f95738 ee964b 0a2540 faf0ca',
  '10002b e0aaff 7b2cbf 1a0638 fff3b0',
] as const;

export const PALETTES: readonly Palette[] = SWATCHES.map((swatch) => {
  const [high, low, far, near, light] = swatch.split(' ').map(toColour);
  return { high: high ?? BLACK, low: low ?? BLACK, far: far ?? BLACK, near: near ?? BLACK, light: light ?? BLACK };
});

function toColour(hex: string): Colour {
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Between two colours: 0 = the first, 1 = the second. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share];
}

/** `count` colours through the stops and back to the first, as bytes: a wheel that turns without a seam. */
export function colourWheel(stops: readonly Colour[], count: number): Uint8Array {
  const wheel = new Uint8Array(count * 3);
  for (let step = 0; step < count; step += 1) {
    const at = (step / count) * stops.length;
    const from = stops[Math.floor(at)] ?? BLACK;
    const to = stops[(Math.floor(at) + 1) % stops.length] ?? BLACK;
    const eased = (1 - Math.cos((at % 1) * Math.PI)) / 2;
    wheel.set(mix(from, to, eased), step * 3);
  }
  return wheel;
}
