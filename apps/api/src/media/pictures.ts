import { stat } from 'node:fs/promises';
import { fileArgument, runFfmpeg } from './ffmpeg.ts';
import { posterSecond, posterSize, spriteLayout, type PixelSize, type SpriteLayout } from './picture-layout.ts';
import { probeVideo, type MediaFacts } from './probe-video.ts';

/** A picture on disk; all are JPEG. */
export type Picture = PixelSize & { path: string; bytes: number };
export type Sprite = SpriteLayout & { path: string; bytes: number };

/** ffmpeg's scale for JPEG: 2 is best, 31 worst. */
const QUALITY = '4';

/** The filter chain that picks and shrinks the poster's picture; one only, since scaling all later ones would double the cost. */
export function posterFilter(facts: MediaFacts): string {
  const { width, height } = posterSize(facts);
  return `select=gte(t\\,${posterSecond(facts.durationMs).toFixed(3)})*isnan(prev_selected_t),scale=${width}:${height}:flags=fast_bilinear,setsar=1`;
}

/** The filter chain that lays the sprite's tiles out. */
export function spriteFilter(facts: MediaFacts): string {
  const { columns, rows, tileWidth, tileHeight, secondsPerTile } = spriteLayout(facts, facts.durationMs);
  return `fps=${(1 / secondsPerTile).toFixed(6)},scale=${tileWidth}:${tileHeight}:flags=fast_bilinear,setsar=1,tile=${columns}x${rows}`;
}

/** The output arguments of one JPEG. */
export function jpegOutput(path: string): string[] {
  return ['-frames:v', '1', '-q:v', QUALITY, '-pix_fmt', 'yuvj420p', '-f', 'image2', '-update', '1', '-c:v', 'mjpeg', fileArgument(path)];
}

/** The poster as it was written. */
export async function describePoster(path: string, facts: MediaFacts): Promise<Picture> {
  return { path, ...posterSize(facts), bytes: (await stat(path)).size };
}

/** The sprite as it was written. */
export async function describeSprite(path: string, facts: MediaFacts): Promise<Sprite> {
  return { path, ...spriteLayout(facts, facts.durationMs), bytes: (await stat(path)).size };
}

type PictureInput = { videoPath: string; outPath: string; ffmpegPath?: string | undefined };

async function makePicture({ videoPath, outPath, ffmpegPath }: PictureInput, filterOf: (facts: MediaFacts) => string): Promise<MediaFacts> {
  const facts = await probeVideo(videoPath);
  const run = await runFfmpeg({ input: videoPath, output: ['-an', '-vf', filterOf(facts), ...jpegOutput(outPath)], ffmpegPath });
  if (!run.ok) throw new Error(`no picture could be taken from ${videoPath}: ${run.errorText}`);
  return facts;
}

/** Writes a JPEG of at most 640 pixels on the long edge, taken a quarter into the video. Throws when it cannot be read. */
export async function makePoster(input: PictureInput): Promise<Picture> {
  return describePoster(input.outPath, await makePicture(input, posterFilter));
}

/** Writes the scrub sprite as one JPEG of tiles (see SpriteLayout). Throws when the video cannot be read. */
export async function makeSprite(input: PictureInput): Promise<Sprite> {
  return describeSprite(input.outPath, await makePicture(input, spriteFilter));
}
