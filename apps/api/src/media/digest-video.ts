import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { runFfmpeg } from './ffmpeg.ts';
import { checkMp4Boxes } from './mp4-boxes.ts';
import { describePoster, describeSprite, jpegOutput, posterFilter, spriteFilter, type Picture, type Sprite } from './pictures.ts';
import { probeVideo, type MediaFacts } from './probe-video.ts';
import { silentOutput } from './remove-audio.ts';
import { DECODE_REPORT, inspectVideo, judgeDecoding, type ExpectedVideo, type VideoRefused } from './verify-video.ts';

/**
 * A video that was found whole, and what was made of it. `videoPath` is the file to keep and `facts` describe it: the downloaded one, or
 * its copy without sound.
 */
export type DigestedVideo = { ok: true; facts: MediaFacts; videoPath: string; poster: Picture; sprite: Sprite };

/**
 * Verifies a downloaded video (see verifyVideo) and makes its poster and scrub sprite, and with `silent` a copy without sound, while
 * decoding it once. Writes `poster.jpg`, `sprite.jpg` and, where there was sound to remove, `silent.mp4` into `outDir`; leaves none of
 * them behind when the video is refused. Throws when ffmpeg cannot be started or the disk is full.
 */
export async function digestVideo(input: {
  path: string;
  outDir: string;
  expected: ExpectedVideo;
  silent?: boolean;
  ffmpegPath?: string | undefined;
}): Promise<DigestedVideo | VideoRefused> {
  const seen = await inspectVideo(input.path, input.expected);
  if (!seen.ok) return seen;
  const { facts } = seen;
  await mkdir(input.outDir, { recursive: true });
  const [poster = '', sprite = '', silent = ''] = ['poster.jpg', 'sprite.jpg', 'silent.mp4'].map((name) => path.join(input.outDir, name));
  const isSilenced = input.silent === true && facts.audio !== null;

  const graph = `[0:v:0]split=3[all][p][s];[p]${posterFilter(facts)}[poster];[s]${spriteFilter(facts)}[sprite]`;
  const decodeAll = ['-map', '[all]', '-map', '0:a?', ...DECODE_REPORT, '-f', 'null', '-'];
  const pictures = ['-map', '[poster]', ...jpegOutput(poster), '-map', '[sprite]', ...jpegOutput(sprite)];
  const output = ['-filter_complex', graph, ...decodeAll, ...pictures, ...(isSilenced ? silentOutput(silent) : [])];
  const run = await runFfmpeg({ input: input.path, output, ffmpegPath: input.ffmpegPath });

  const refused = judgeDecoding(run, facts) ?? (isSilenced ? await judgeCopy(silent) : null);
  if (refused) {
    await Promise.all([poster, sprite, silent].map((file) => rm(file, { force: true })));
    return refused;
  }
  return {
    ok: true,
    facts: isSilenced ? await probeVideo(silent) : facts,
    videoPath: isSilenced ? silent : input.path,
    poster: await describePoster(poster, facts),
    sprite: await describeSprite(sprite, facts),
  };
}

async function judgeCopy(file: string): Promise<VideoRefused | null> {
  const boxes = await checkMp4Boxes(file);
  return boxes.ok ? null : { ok: false, code: 'undecodable', message: `The video's sound could not be removed: ${boxes.reason}.` };
}
