import { rename, rm, writeFile } from 'node:fs/promises';
import { runFfmpeg } from './ffmpeg.ts';
import { TAG_PLACE } from './id-tag.ts';
import type { Look } from './look.ts';
import { openScene } from './scenes/scene.ts';
import { layOutCaption, type Caption } from './caption.ts';

export const FRAMES_PER_SECOND = 8;

const TONES_HZ = [220, 247, 277, 294, 330, 370, 392, 440];

/** Renders a look to an MP4 (H.264, and AAC where it has sound), its index first and a place for the id in its comment. */
export async function renderClip(
  path: string,
  look: Look,
  extra: { caption: Caption | null; referencePath: string | null },
): Promise<void> {
  const draft = `${path}.draft.mp4`;
  const captionFiles = extra.caption ? layOutCaption(extra.caption, look) : [];
  const written = captionFiles.map((line, index) => ({ ...line, path: `${draft}.${index}.txt` }));
  try {
    await Promise.all(written.map((line) => writeFile(line.path, line.text)));
    const scene = openScene(look, FRAMES_PER_SECOND);
    const filters = [`[0:v]scale=${look.width}:${look.height}:flags=bicubic`, ...written.map((line) => line.filter(line.path))];
    await runFfmpeg(
      [
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${scene.width}x${scene.height}`, '-r', String(FRAMES_PER_SECOND), '-i', 'pipe:0'],
        ...(look.audio ? ['-f', 'lavfi', '-i', `sine=f=${toneOf(look)}:b=4:d=${look.seconds}:r=48000`] : []),
        ...['-filter_complex', `${filters.join(',')}[v]`, '-map', '[v]', ...(look.audio ? ['-map', '1:a'] : [])],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '23', '-g', String(2 * FRAMES_PER_SECOND), '-pix_fmt', 'yuv420p'],
        ...(look.audio ? ['-c:a', 'aac', '-b:a', '64k'] : []),
        ...[
          '-t',
          String(look.seconds),
          '-metadata',
          `comment=${TAG_PLACE}`,
          '-movflags',
          '+faststart',
          '-threads',
          '1',
          '-filter_threads',
          '1',
        ],
        ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', '-f', 'mp4', draft],
      ],
      scene.frames(),
    );
    await rename(draft, path);
  } finally {
    await Promise.all([rm(draft, { force: true }), ...written.map((line) => rm(line.path, { force: true }))]);
  }
}

const toneOf = (look: Look): number => TONES_HZ[look.index % TONES_HZ.length] ?? 330;
