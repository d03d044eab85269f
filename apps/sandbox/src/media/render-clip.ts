import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { layOutCaption, type Caption } from './caption.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { TAG_PLACE } from './id-tag.ts';
import { openScene, type Look } from './scenes/scene.ts';

export const FRAMES_PER_SECOND = 8;

const RATE = String(FRAMES_PER_SECOND);
const TWO_SECONDS = String(2 * FRAMES_PER_SECOND);

/** Flat pictures need no clever search: half the encoder's time, the same picture. */
const CHEAP_MOTION = 'partitions=none:weightp=0:me=dia:subme=0:merange=4:trellis=0:psy=0';
const QUALITY = ['-preset', 'ultrafast', '-crf', '25', '-g', TWO_SECONDS, '-x264-params', CHEAP_MOTION];
const ENCODER = ['-c:v', 'libx264', ...QUALITY, '-pix_fmt', 'yuv420p', '-threads', '1', '-filter_threads', '1'];

/** The index first, and nothing in the file that differs from run to run. */
const BIT_EXACT = ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'];
const CONTAINER = ['-movflags', '+faststart', ...BIT_EXACT, '-f', 'mp4'];

const SAMPLE_RATE = 48_000;
const AAC_FRAME_SAMPLES = 1024;
const TONES_HZ = [220, 247, 277, 294, 330, 370, 392, 440];
const REFERENCE_STILL_SECONDS = 0.6;
const REFERENCE_FADE_SECONDS = 0.8;

export type ClipExtras = { caption: Caption | null; referencePath: string | null; signal?: AbortSignal };

/**
 * Renders a look to an MP4 (H.264, and AAC where it has sound), its index first and a place for the id in its comment. A reference image
 * is the first frame and fades into the look. The same look gives the same bytes. Rejects where ffmpeg fails.
 */
export async function renderClip(path: string, look: Look, extras: ClipExtras): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft.mp4`;
  const caption = extras.caption ? layOutCaption(extras.caption, look) : { band: null, lines: [] };
  const lines = caption.lines.map((line, index) => ({ ...line, path: `${draft}.${index}.txt` }));
  try {
    await Promise.all(lines.map((line) => writeFile(line.path, line.text)));
    const scene = openScene(look, FRAMES_PER_SECOND);
    const drawn = [...(caption.band === null ? [] : [caption.band]), ...lines.map((line) => line.filter(line.path))];
    const pictures = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${scene.width}x${scene.height}`, '-r', RATE, '-i', 'pipe:0'];
    const reference = extras.referencePath === null ? [] : stillInput(extras.referencePath);
    const sound = look.audio ? ['-f', 'lavfi', '-i', tone(look)] : [];
    const graph = ['-filter_complex', filterGraph(look, drawn, reference.length > 0), '-map', '[v]'];
    const soundOut = look.audio ? ['-map', reference.length > 0 ? '2:a' : '1:a', '-c:a', 'aac', '-b:a', '64k'] : [];
    const length = ['-t', String(look.seconds), '-metadata', `comment=${TAG_PLACE}`];
    const args = [pictures, reference, sound, graph, ENCODER, soundOut, length, CONTAINER, [draft]].flat();
    await runFfmpeg(args, { frames: scene.frames(), ...(extras.signal ? { signal: extras.signal } : {}) });
    await rename(draft, path);
  } finally {
    await Promise.all([rm(draft, { force: true }), ...lines.map((line) => rm(line.path, { force: true }))]);
  }
}

function filterGraph(look: Look, drawn: readonly string[], hasReference: boolean): string {
  const scale = `scale=${look.width}:${look.height}:flags=bicubic`;
  if (!hasReference) return `[0:v]${[scale, ...drawn].join(',')}[v]`;
  const fade = `fade=t=out:st=${REFERENCE_STILL_SECONDS}:d=${REFERENCE_FADE_SECONDS}:alpha=1`;
  return `[0:v]${scale}[look];[1:v]${scale},format=rgba,${fade}[still];[look][still]${['overlay=eof_action=pass', ...drawn].join(',')}[v]`;
}

function stillInput(path: string): string[] {
  const seconds = REFERENCE_STILL_SECONDS + REFERENCE_FADE_SECONDS;
  return ['-loop', '1', '-r', String(FRAMES_PER_SECOND), '-t', String(seconds), '-i', path];
}

/** A tone of whole AAC frames that leaves room for the encoder's first, silent one: the sound is never longer than the picture. */
function tone(look: Look): string {
  const samples = (Math.floor((look.seconds * SAMPLE_RATE) / AAC_FRAME_SAMPLES) - 1) * AAC_FRAME_SAMPLES;
  return `sine=f=${TONES_HZ[look.index % TONES_HZ.length] ?? 330}:b=4:d=${samples / SAMPLE_RATE}:r=${SAMPLE_RATE}`;
}
