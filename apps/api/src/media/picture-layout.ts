/** Pixels. */
export type PixelSize = { width: number; height: number };

/** A scrub sprite: tiles left to right, top to bottom; tile i shows the moment i × secondsPerTile. `frames` tiles are filled. */
export type SpriteLayout = {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  frames: number;
  secondsPerTile: number;
};

const POSTER_LONG_EDGE = 640;
const TILE_LONG_EDGE = 160;
const TILES_PER_SECOND = 2;
const TILES_MIN = 4;
const TILES_MAX = 48;
const COLUMNS_MAX = 8;
/** Titles fade in and first frames are often black: the poster is taken a quarter into the clip. */
const POSTER_POSITION = 0.25;

/** Shrinks to a long edge, keeping the shape; never enlarges, never below 2 pixels. */
export function fitWithin({ width, height }: PixelSize, longEdge: number): PixelSize {
  const factor = Math.min(1, longEdge / Math.max(width, height));
  return { width: Math.max(2, Math.round(width * factor)), height: Math.max(2, Math.round(height * factor)) };
}

/** Size of the poster of a video. */
export function posterSize(video: PixelSize): PixelSize {
  return fitWithin(video, POSTER_LONG_EDGE);
}

/** The moment the poster shows, in seconds. */
export function posterSecond(durationMs: number): number {
  return (durationMs / 1000) * POSTER_POSITION;
}

/** How the sprite of a video is laid out: two tiles a second, 4 to 48 of them, eight to a row. */
export function spriteLayout(video: PixelSize, durationMs: number): SpriteLayout {
  const seconds = durationMs / 1000;
  const frames = Math.min(TILES_MAX, Math.max(TILES_MIN, Math.round(seconds * TILES_PER_SECOND)));
  const columns = Math.min(COLUMNS_MAX, frames);
  const tile = fitWithin(video, TILE_LONG_EDGE);
  return {
    columns,
    rows: Math.ceil(frames / columns),
    tileWidth: tile.width,
    tileHeight: tile.height,
    frames,
    secondsPerTile: seconds / frames,
  };
}
