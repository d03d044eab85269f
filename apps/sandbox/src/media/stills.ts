import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { runFfmpeg } from './ffmpeg.ts';

const SHEET_COLUMNS = 5;
const SHEET_ROWS = 2;
const TILE_LONG_SIDE = 320;

/** One frame, a quarter into the clip, as WebP of the clip's own size. */
export async function makeThumbnail(clip: string, path: string, seconds: number, signal: AbortSignal): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft.webp`;
  const frame = ['-frames:v', '1', '-c:v', 'libwebp', '-quality', '80', '-f', 'webp'];
  await runFfmpeg(['-ss', String(seconds / 4), '-i', clip, ...frame, '-fflags', '+bitexact', draft], { signal });
  await rename(draft, path);
}

/** Ten frames spread over the clip in one JPG, five across and two down, left to right. */
export async function makeSpritesheet(clip: string, path: string, seconds: number, signal: AbortSignal): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft.jpg`;
  const side = String(TILE_LONG_SIDE);
  const scale = `scale=w='if(gt(iw,ih),${side},-2)':h='if(gt(iw,ih),-2,${side})'`;
  const sheet = `fps=${SHEET_COLUMNS * SHEET_ROWS}/${seconds},${scale},tile=${SHEET_COLUMNS}x${SHEET_ROWS}`;
  await runFfmpeg(['-i', clip, '-vf', sheet, '-frames:v', '1', '-q:v', '4', '-f', 'image2', '-fflags', '+bitexact', draft], { signal });
  await rename(draft, path);
}
